import { startTestBackend } from '@backstage/backend-test-utils';
import { portalFeatures } from './__testUtils__/features';
import { emptyDatabase } from './__testUtils__/portal';
import { portalAt } from './__testUtils__/wire';

describe('a backend without a key to encrypt with', () => {
  const featuresOf = async () =>
    portalFeatures(await emptyDatabase('SQLITE_3'), {
      approvals: { encryption: { keys: [] } },
    });

  it('makes no endpoint, and says why', async () => {
    const { server } = await startTestBackend({ features: await featuresOf() });
    const portal = portalAt(Number(server.port()));
    const body = { name: 'x', url: 'https://hooks.example.com/' };
    expect(await portal.send('erin', 'POST', '/webhooks', body)).toMatchObject({
      status: 503,
      body: {
        error: {
          code: 'UNAVAILABLE',
          message: expect.stringContaining('approvals.encryption.keys'),
        },
      },
    });
  });

  it('does not start in production', async () => {
    const features = await featuresOf();
    const { NODE_ENV } = process.env;
    Object.assign(process.env, { NODE_ENV: 'production' });
    try {
      await expect(startTestBackend({ features })).rejects.toThrow(
        'approvals.encryption.keys is empty',
      );
    } finally {
      Object.assign(process.env, { NODE_ENV });
    }
  });
});
