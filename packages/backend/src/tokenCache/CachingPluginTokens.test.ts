import { CachingPluginTokens } from './CachingPluginTokens';

const NOW = Date.parse('2026-11-27T09:00:00.000Z');
const KEEP = 60_000;

function createTokens() {
  let count = 0;
  const clock = { now: NOW };
  const tokens = new CachingPluginTokens({
    tokens: {
      issueToken: async () => ({ token: `token-${++count}` }),
      verifyToken: async token => ({ subject: token }),
    },
    keepMs: KEEP,
    now: () => clock.now,
  });
  return { tokens, clock };
}

const toCatalog = { pluginId: 'approvals', targetPluginId: 'catalog' };
const speakingFor = (limitedUserToken: string, lives = 3_600_000) => ({
  limitedUserToken,
  expiresAt: new Date(NOW + lives),
});

describe('CachingPluginTokens', () => {
  it('signs once for the same plugins and person', async () => {
    const { tokens } = createTokens();
    const options = { ...toCatalog, onBehalfOf: speakingFor('alice') };

    expect(await tokens.issueToken(options)).toEqual({ token: 'token-1' });
    expect(await tokens.issueToken(options)).toEqual({ token: 'token-1' });
  });

  it.each([
    ['another person', { ...toCatalog, onBehalfOf: speakingFor('bob') }],
    ['nobody', toCatalog],
    [
      'another plugin',
      {
        ...toCatalog,
        targetPluginId: 'permission',
        onBehalfOf: speakingFor('alice'),
      },
    ],
  ])('signs anew for %s', async (_, other) => {
    const { tokens } = createTokens();
    await tokens.issueToken({
      ...toCatalog,
      onBehalfOf: speakingFor('alice'),
    });

    expect(await tokens.issueToken(other)).toEqual({ token: 'token-2' });
  });

  it.each([
    ['the time to keep it is over', 3_600_000, KEEP],
    ["the person's session ends", 5_000, 5_000],
  ])('signs anew when %s', async (_, lives, until) => {
    const { tokens, clock } = createTokens();
    const options = { ...toCatalog, onBehalfOf: speakingFor('alice', lives) };
    await tokens.issueToken(options);

    clock.now = NOW + until - 1;
    expect(await tokens.issueToken(options)).toEqual({ token: 'token-1' });
    clock.now = NOW + until;
    expect(await tokens.issueToken(options)).toEqual({ token: 'token-2' });
  });

  it('checks what others send as before', async () => {
    const { tokens } = createTokens();

    expect(await tokens.verifyToken('x')).toEqual({ subject: 'x' });
  });
});
