import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import {
  assertNotProduction,
  demoAuthenticator,
  demoSignInResolver,
} from './demoAuthenticator';

/**
 * Sign-in as anybody of the catalog, for the demo.
 *
 * Adds the auth provider `demo`: `GET /api/auth/demo/refresh` with the header
 * `x-demo-user: alice` answers Backstage's usual session. The provider exists
 * only where config has `auth.providers.demo`, and the backend does not start
 * with it in production: whoever reaches it can be the administrator.
 */
export const demoAuth = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-provider',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        if (!config.has('auth.providers.demo')) {
          return;
        }
        assertNotProduction(process.env.NODE_ENV);
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory({
            authenticator: demoAuthenticator,
            signInResolver: demoSignInResolver,
          }),
        });
      },
    });
  },
});
