import { LIMITS } from '@countersign/backstage-plugin-approvals-common';
import { atOnce, counted } from './__testUtils__/atOnce';
import { startPortal } from './__testUtils__/portal';
import { ask } from './__testUtils__/stories';

describe('the limit of writes', () => {
  it('is as the configuration says, tells when to come back, and is for each caller alone', async () => {
    const portal = await startPortal({
      approvals: { limits: { writesPerSecond: 0.01, burst: 3 } },
    });
    const write = (who: string) =>
      portal.send(who, 'POST', '/requests', ask('nothing'));
    const answers = await atOnce(5, () => write('alice'));
    // There is no such policy: the first three got as far as that.
    expect(counted(answers.map(({ body }) => `${body.error?.code}`))).toEqual({
      NO_ACTIVE_VERSION: 3,
      TOO_MANY: 2,
    });
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(90);
    expect((await write('bob')).status).not.toBe(429);
    expect((await portal.send('alice', 'GET', '/tasks')).status).toBe(200);
  }, 60_000);
});

describe('the limit of decisions at once', () => {
  it('takes a hundred, each answered for itself, and refuses one more with its place', async () => {
    const portal = await startPortal();
    const send = (count: number) =>
      portal.send('bob', 'POST', '/tasks/decisions', {
        decisions: Array.from({ length: count }, (_, index) => ({
          taskId: `nothing-${index}`,
          decision: 'approve',
        })),
      });

    const most = await send(LIMITS.bulkDecisions);
    const more = await send(LIMITS.bulkDecisions + 1);

    expect(LIMITS.bulkDecisions).toBe(100);
    expect(most.status).toBe(200);
    expect(most.body.results).toHaveLength(100);
    expect(more.status).toBe(400);
    expect(more.body.error).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ path: '/decisions' }],
    });
  }, 60_000);
});
