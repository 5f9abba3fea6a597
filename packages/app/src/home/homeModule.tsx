import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { HomePageLayoutBlueprint } from '@backstage/plugin-home-react/alpha';

const landingPage = HomePageLayoutBlueprint.make({
  params: {
    loader: () => import('./LandingPage').then(m => m.LandingPage),
  },
});

/** The landing page: where to go, and whatever widgets plugins bring. */
export const homeModule = createFrontendModule({
  pluginId: 'home',
  extensions: [landingPage],
});
