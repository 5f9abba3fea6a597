import { AuthService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError } from '@backstage/errors';
import { CachingAuth } from './CachingAuth';

const NOW = Date.parse('2026-11-27T09:00:00.000Z');
const KEEP = 60_000;

function tokenOf(typ: string | undefined, livesSeconds: number, mark = '') {
  const part = (content: object) =>
    Buffer.from(JSON.stringify(content)).toString('base64url');
  const exp = NOW / 1_000 + livesSeconds;
  return `${part({ alg: 'ES256', typ })}.${part({ exp, mark })}.signature`;
}

function createCache() {
  const auth = mockServices.auth.mock({
    authenticate: jest.fn(async () => mockCredentials.user()),
  }) as jest.Mocked<AuthService>;
  const clock = { now: NOW };
  const cache = new CachingAuth({
    auth,
    keepMs: KEEP,
    now: () => clock.now,
  });
  return { auth, cache, clock };
}

describe('CachingAuth', () => {
  it.each(['vnd.backstage.user', 'vnd.backstage.plugin'])(
    'looks at a %s token once',
    async typ => {
      const { auth, cache } = createCache();
      const token = tokenOf(typ, 3_600);

      const first = await cache.authenticate(token);
      const second = await cache.authenticate(token);

      expect(second).toBe(first);
      expect(auth.authenticate).toHaveBeenCalledTimes(1);
    },
  );

  it.each([
    ['a token of a cookie', tokenOf('vnd.backstage.limited-user', 3_600)],
    ['a token that a module adds', tokenOf('at+jwt', 3_600)],
    ['a token without a type', tokenOf(undefined, 3_600)],
    ['a static token', 'c2VjcmV0'],
    ['a personal access token', 'cs_pat_0193a_secret'],
    ['something like a token', 'a.b.c'],
  ])('looks at %s each time: it may have been revoked', async (_, token) => {
    const { auth, cache } = createCache();

    await cache.authenticate(token, { allowLimitedAccess: true });
    await cache.authenticate(token, { allowLimitedAccess: true });

    expect(auth.authenticate).toHaveBeenCalledTimes(2);
    expect(auth.authenticate).toHaveBeenLastCalledWith(token, {
      allowLimitedAccess: true,
    });
  });

  it('tells tokens of the same kind apart', async () => {
    const { auth, cache } = createCache();

    await cache.authenticate(tokenOf('vnd.backstage.user', 3_600, 'alice'));
    await cache.authenticate(tokenOf('vnd.backstage.user', 3_600, 'bob'));

    expect(auth.authenticate).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['the time to keep it is over', 3_600, KEEP],
    ['the token ends before', 5, 5_000],
  ])('forgets a token when %s', async (_, lives, until) => {
    const { auth, cache, clock } = createCache();
    const token = tokenOf('vnd.backstage.user', lives);
    await cache.authenticate(token);

    clock.now = NOW + until - 1;
    await cache.authenticate(token);
    expect(auth.authenticate).toHaveBeenCalledTimes(1);

    clock.now = NOW + until;
    await cache.authenticate(token);
    expect(auth.authenticate).toHaveBeenCalledTimes(2);
  });

  it('looks at a refused token again', async () => {
    const { auth, cache } = createCache();
    const token = tokenOf('vnd.backstage.user', 3_600);
    auth.authenticate.mockRejectedValueOnce(new AuthenticationError('no'));

    await expect(cache.authenticate(token)).rejects.toThrow('no');
    await expect(cache.authenticate(token)).resolves.toBeDefined();
  });
});
