import { Database, QueuedOutboxRow, tables } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { Effect, EffectDraft, Outbox, removeEnded } from '.';

const at = (second: number) =>
  new Date(Date.UTC(2026, 10, 24, 9, 0, second)).toISOString();

const draft = (
  name: string,
  parts: Partial<EffectDraft> = {},
): EffectDraft => ({
  kind: 'mail',
  stream: 'request:1',
  payload: { name },
  dueAt: at(0),
  ...parts,
});

describe.each(everyDatabase)('the outbox on %s', id => {
  let database: Database;
  let outbox: Outbox;

  beforeAll(async () => {
    database = await freshDatabase(id);
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    outbox = new Outbox({ database });
  });

  const add = (...drafts: EffectDraft[]) =>
    database.inTransaction(tx => outbox.add(tx, drafts, at(0)));
  const claim = (
    now = 1,
    {
      limit = 10,
      channels = ['mail'],
    }: { limit?: number; channels?: string[] } = {},
  ) =>
    outbox.claim({
      wants: channels.map(channel => ({ channel, limit })),
      now: at(now),
      leaseUntil: at(now + 10),
    });
  const fail = (
    effect: Effect,
    options: { error: string; now: string; retryAt?: string },
  ) => database.inTransaction(tx => outbox.failIn(tx, effect, options));
  const names = (effects: { payload: unknown }[]) =>
    effects.map(({ payload }) => (payload as { name: string }).name);
  const rows = (): Promise<QueuedOutboxRow[]> =>
    database.knex(tables.outbox).orderBy('position');

  it('gives what is due, in the order in which it was added', async () => {
    await add(draft('a'), draft('later', { dueAt: at(5) }), draft('b'));
    const effects = await claim(1);
    expect(names(effects)).toEqual(['a', 'b']);
    expect(effects[0]).toMatchObject({
      kind: 'mail',
      stream: 'request:1',
      attempt: 1,
    });
    expect(names(await claim(5))).toEqual(['later']);
  });

  it('gives each effect to one claimer only', async () => {
    await add(...Array.from({ length: 30 }, (_, index) => draft(`${index}`)));
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => claim(1, { limit: 7 })),
    );
    const given = names(claims.flat());
    expect(new Set(given).size).toBe(given.length);
    const rest = names(await claim(1, { limit: 30 }));
    expect(given.length + rest.length).toBe(30);
  });

  it('leaves channels alone that nobody asked for, and keeps to the limit', async () => {
    await add(draft('other', { kind: 'sms' }), draft('a'), draft('b'));
    expect(names(await claim(1, { limit: 1 }))).toEqual(['a']);
    expect(names(await claim(1, { channels: ['mail', 'sms'] }))).toEqual([
      'other',
      'b',
    ]);
  });

  it('gives each channel its own share, whatever stands before it', async () => {
    const many = (channel: string) =>
      Array.from({ length: 5 }, (_, index) =>
        draft(`${channel}${index}`, { channel, dueAt: at(0) }),
      );
    await add(...many('slow'), ...many('quick'));
    expect(
      names(await claim(1, { limit: 2, channels: ['slow', 'quick'] })),
    ).toEqual(['slow0', 'slow1', 'quick0', 'quick1']);
    expect(names(await claim(1, { channels: ['quick'] }))).toEqual([
      'quick2',
      'quick3',
      'quick4',
    ]);
  });

  it('makes what waits in a channel due, and nothing that runs', async () => {
    await add(
      draft('runs', { channel: 'a' }),
      draft('waits', { channel: 'a', dueAt: at(50) }),
      draft('other', { channel: 'b', dueAt: at(50) }),
    );
    await claim(1, { channels: ['a'] });
    await database.inTransaction(tx => outbox.hasten(tx, 'a', at(2)));
    expect(names(await claim(3, { channels: ['a', 'b'] }))).toEqual(['waits']);
  });

  it('gives an effect again once its lease is over, and not before', async () => {
    await add(draft('a'));
    await claim(1);
    expect(await claim(10)).toEqual([]);
    const [again] = await claim(11);
    expect(again.attempt).toBe(2);
  });

  it('takes over from a backend of before, whose leases end at the due time', async () => {
    await add(draft('a'));
    await database
      .knex(tables.outbox)
      .update({ lease: '00000000-0000-4000-8000-000000000000', due_at: at(9) });
    expect(await claim(8)).toEqual([]);
    expect(names(await claim(9))).toEqual(['a']);
  });

  it('lets nobody record anything whose lease was lost', async () => {
    await add(draft('a'));
    const [lost] = await claim(1);
    const [ours] = await claim(11);
    await outbox.complete([lost], at(12));
    await fail(lost, { error: 'no', now: at(12) });
    await outbox.giveBack([lost], at(12));
    expect(await outbox.renew([lost], at(99))).toEqual(new Set());
    const marked = await database.inTransaction(tx =>
      outbox.completeIn(tx, [lost], at(12)),
    );
    expect(marked).toBe(false);
    const [row] = await rows();
    expect(row).toMatchObject({
      lease: ours.lease,
      leased_until: at(21),
      done_at: null,
      exhausted_at: null,
      attempts: 2,
    });
  });

  it('renews leases and says which are still held', async () => {
    await add(draft('a'), draft('b'));
    const [a, b] = await claim(1);
    await outbox.complete([a], at(2));
    expect(await outbox.renew([a, b], at(30))).toEqual(
      new Set([String(b.position)]),
    );
    expect(await claim(29)).toEqual([]);
    expect(names(await claim(30))).toEqual(['b']);
  });

  it('marks many as done at once, for good', async () => {
    await add(draft('a'), draft('b'), draft('c'));
    await outbox.complete((await claim(1)).slice(0, 2), at(2));
    expect(names(await claim(50))).toEqual(['c']);
  });

  it('keeps the mark and the work of a transaction together', async () => {
    await add(draft('a'));
    const [effect] = await claim(1);
    const failed = database.inTransaction(async tx => {
      await outbox.completeIn(tx, [effect], at(2));
      throw new Error('the work failed');
    });
    await expect(failed).rejects.toThrow('the work failed');
    expect(names(await claim(11))).toEqual(['a']);
  });

  it('sets a failed effect back, counts the try and remembers why', async () => {
    await add(draft('a'));
    const [effect] = await claim(1);
    await fail(effect, {
      error: 'no route',
      now: at(2),
      retryAt: at(7),
    });
    expect(await claim(6)).toEqual([]);
    const [again] = await claim(7);
    expect(again.attempt).toBe(2);
    expect((await rows())[0].last_error).toBe('no route');
  });

  it('gives an effect up visibly', async () => {
    await add(draft('a'));
    const [effect] = await claim(1);
    await fail(effect, { error: 'no', now: at(2) });
    expect(await claim(59)).toEqual([]);
    expect((await rows())[0]).toMatchObject({
      exhausted_at: at(2),
      last_error: 'no',
    });
  });

  it('does not count a try that was given back', async () => {
    await add(draft('a'));
    await outbox.giveBack(await claim(1), at(3));
    expect(await claim(2)).toEqual([]);
    expect((await claim(3))[0].attempt).toBe(1);
  });

  describe('in a lane', () => {
    const lane = 'webhook:1:request:1';
    const inLane = (name: string, dueAt = at(0)) =>
      draft(name, { lane, dueAt });

    it('one effect goes after the other, whatever their due times', async () => {
      await add(inLane('first', at(5)), inLane('second'), draft('free'));
      expect(names(await claim(1))).toEqual(['free']);
      const first = await claim(5);
      expect(names(first)).toEqual(['first']);
      expect(await claim(6)).toEqual([]);
      await outbox.complete(first, at(7));
      expect(names(await claim(7))).toEqual(['second']);
    });

    it('a failed effect holds up its own lane only', async () => {
      await add(inLane('a1'), inLane('a2'), draft('b1', { lane: 'other' }));
      const [a1, b1] = await claim(1);
      await fail(a1, { error: 'no', now: at(2), retryAt: at(20) });
      await outbox.complete([b1], at(2));
      await add(draft('b2', { lane: 'other' }));
      expect(names(await claim(3))).toEqual(['b2']);
    });

    it('what stands behind a failed effect is not looked at until its next try', async () => {
      await add(
        inLane('first'),
        inLane('second'),
        inLane('much later', at(40)),
      );
      const [first] = await claim(1);
      await fail(first, { error: 'no', now: at(2), retryAt: at(20) });
      expect((await rows()).map(({ due_at }) => due_at)).toEqual([
        at(20),
        at(20),
        at(40),
      ]);
      const again = await claim(20);
      expect(names(again)).toEqual(['first']);
      await outbox.complete(again, at(21));
      expect(names(await claim(21))).toEqual(['second']);
    });

    it('the next one goes when an effect was given up', async () => {
      await add(inLane('first'), inLane('second'));
      const [first] = await claim(1);
      await fail(first, { error: 'no', now: at(2) });
      expect(names(await claim(3))).toEqual(['second']);
    });
  });

  it('removes what was done long ago, and what was given up longer ago, and nothing else', async () => {
    const ended = ['done', 'just done', 'given up', 'just given up'];
    await add(...[...ended, 'open'].map(name => draft(name)));
    const [done, justDone, givenUp, justGivenUp] = await claim(1);
    await outbox.complete([done], at(2));
    await outbox.complete([justDone], at(9));
    await fail(givenUp, { error: 'no', now: at(2) });
    await fail(justGivenUp, { error: 'no', now: at(4) });
    const removed = await removeEnded(database, {
      done: at(5),
      exhausted: at(3),
    });
    expect(removed).toBe(2);
    const left = (await rows()).map(({ payload }) => JSON.parse(payload).name);
    expect(left).toEqual(['just done', 'just given up', 'open']);
  });
});
