import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { homeModule } from './home';
import { navModule } from './nav';
import { signInModule } from './signIn';

export default createApp({
  features: [catalogPlugin, navModule, homeModule, signInModule],
});
