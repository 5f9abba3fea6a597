import { Published } from '../publishing';
import { noticeDrafts } from './noticeDrafts';

/** The lines of one step. */
function step(
  stream: string,
  lines: { type: string; payload?: Record<string, unknown> }[],
  request?: Published['request'],
): Published {
  return {
    stream,
    events: lines.map(({ type, payload = {} }, index) => ({
      id: `${index}`,
      stream,
      seq: 7 + index,
      type,
      at: `2026-11-27T14:00:0${index}.000Z`,
      actor: 'user:default/bob',
      payload,
      text: 'Between us',
      previousHash: '',
      hash: '',
    })),
    request,
  };
}

const REQUEST: NonNullable<Published['request']> = {
  id: 'r1',
  status: 'approved',
  round: 1,
  digest: 'd',
  policy: { key: 'release', version: 1, name: 'Release' },
  subject: { type: 'release', id: 'r', title: 'Release 1.0' },
  requester: 'user:default/alice',
  callbackUrl: 'https://ci.example.com/done?key=secret',
};

const draftsFor = (published: Published) =>
  noticeDrafts(null as never, [published]);

describe('what follows from history', () => {
  const decided = step(
    'request:r1',
    [{ type: 'task.decided' }, { type: 'request.approved' }],
    REQUEST,
  );

  it('is one effect of each kind for a step, in the order of its stream where that matters', async () => {
    expect(
      (await draftsFor(decided)).map(({ kind, lane, dueAt }) => [
        kind,
        lane,
        dueAt,
      ]),
    ).toEqual([
      ['event', 'event:request:r1', '2026-11-27T14:00:01.000Z'],
      ['notice', 'notice:request:r1', '2026-11-27T14:00:01.000Z'],
    ]);
  });

  it.each([true, false])(
    'is at leisure where the step is: %s',
    async atLeisure => {
      const drafts = await draftsFor({ ...decided, atLeisure });
      expect(drafts.map(draft => draft.atLeisure)).toEqual([
        atLeisure,
        atLeisure,
      ]);
    },
  );

  it('points to the lines, and holds neither words nor the address of the caller', async () => {
    const drafts = await draftsFor(decided);
    expect(drafts[0].payload).toMatchObject({ from: 7, to: 8 });
    const kept = JSON.stringify(drafts);
    expect(kept).not.toContain('Between us');
    expect(kept).not.toContain('secret');
  });

  it('is no notice where a step tells nobody anything', async () => {
    const claimed = step('request:r1', [{ type: 'task.claimed' }], REQUEST);
    const kinds = (await draftsFor(claimed)).map(({ kind }) => kind);
    expect(kinds).toEqual(['event']);
  });

  it.each(['policy:release', 'delegation:d1', 'audit', 'webhook:e1'])(
    'of a stream that is no request is an event: %s',
    async stream => {
      const drafts = await draftsFor(step(stream, [{ type: 'some.thing' }]));
      expect(drafts.map(({ kind }) => kind)).toEqual(['event']);
    },
  );

  it('is nothing where there are no lines', async () => {
    expect(await draftsFor(step('request:r1', [], REQUEST))).toEqual([]);
  });
});
