import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { demoAuth } from './demoAuth';

const alice = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'alice', namespace: 'default' },
  spec: { profile: { displayName: 'Alice Amari' } },
  relations: [{ type: 'memberOf', targetRef: 'group:default/billing' }],
};

async function startAuth() {
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      demoAuth,
      catalogServiceMock.factory({ entities: [alice] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
          auth: { providers: { demo: {} } },
        },
      }),
    ],
  });
  return request(server);
}

describe('GET /api/auth/demo/refresh', () => {
  it("answers Backstage's usual session for a user of the catalog", async () => {
    const auth = await startAuth();

    const answer = await auth
      .get('/api/auth/demo/refresh')
      .set('x-demo-user', 'alice');

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      profile: { displayName: 'Alice Amari' },
      backstageIdentity: {
        token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        identity: {
          type: 'user',
          userEntityRef: 'user:default/alice',
          ownershipEntityRefs: ['user:default/alice', 'group:default/billing'],
        },
      },
    });
  });

  it.each([
    ['nobody', 404, "The catalog has no user 'user:default/nobody'"],
    ['group:default/billing', 400, 'does not name a user'],
    ['', 400, 'is missing'],
  ])('answers %p with %i and the reason', async (header, status, reason) => {
    const auth = await startAuth();

    const answer = await auth
      .get('/api/auth/demo/refresh')
      .set('x-demo-user', header);

    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(reason);
  });
});
