import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { demoAuth } from '../demoAuth';
import { CachingAuth } from './CachingAuth';
import { tokenCache } from './tokenCache';

const alice = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'alice', namespace: 'default' },
  spec: {},
};

/** Tells how the plugins of this backend authenticate. */
function createProbe() {
  const seen: { isCached?: boolean } = {};
  const probe = createBackendPlugin({
    pluginId: 'probe',
    register: env =>
      env.registerInit({
        deps: { auth: coreServices.auth },
        async init({ auth }) {
          seen.isCached = auth instanceof CachingAuth;
        },
      }),
  });
  return { probe, seen };
}

async function start(tokenCacheConfig: { seconds?: number } | undefined) {
  const { probe, seen } = createProbe();
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      demoAuth,
      tokenCache,
      probe,
      catalogServiceMock.factory({ entities: [alice] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: {
            baseUrl: 'http://localhost',
            ...(tokenCacheConfig && { auth: { tokenCache: tokenCacheConfig } }),
          },
          auth: { providers: { demo: {} } },
        },
      }),
    ],
  });
  return { server, isCached: seen.isCached };
}

describe('tokenCache', () => {
  it.each([[undefined], [{}], [{ seconds: 0 }]])(
    'is off with %p',
    async config => {
      const { isCached } = await start(config);

      expect(isCached).toBe(false);
    },
  );

  it('is on with seconds, and people still sign in', async () => {
    const { server, isCached } = await start({ seconds: 60 });

    expect(isCached).toBe(true);
    await request(server)
      .get('/api/auth/demo/refresh')
      .set('x-demo-user', 'alice')
      .expect(200);
  });

  it.each([-1, 61])('does not start with %p seconds', async seconds => {
    await expect(start({ seconds })).rejects.toThrow(
      'must be from 0 (off) to 60',
    );
  });
});
