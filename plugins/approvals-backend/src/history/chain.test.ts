import { chainEvents, EventDraft, sealText } from '.';

const STREAM = 'request:019ab3c4-0000-7000-8000-0000000000ff';
const SALT = `${'00'.repeat(31)}07`;

const created: EventDraft = {
  id: '019ab3c4-0000-7000-8000-000000000001',
  type: 'request.created',
  actor: 'user:default/alice',
  at: '2026-11-24T09:00:00.000Z',
  payload: {
    zeta: 1,
    alpha: { b: [true, null, 'x\n"y"'], a: 'é', absent: undefined },
    empty: {},
  },
};

const commented: EventDraft = {
  id: '019ab3c4-0000-7000-8000-000000000002',
  type: 'request.commented',
  actor: 'user:default/bob',
  onBehalfOf: 'user:default/carol',
  at: '2026-11-24T09:00:01.500Z',
  payload: {
    round: 1,
    textHash:
      'b601b24333f23e4bb4cb45ebf3fa0720571aeb32001142bd9b932558544b7acb',
  },
  text: { salt: SALT, text: 'Grüße, 承認 ✅' },
};

describe('the hash chain', () => {
  // Computed apart from this code, with Python's json and hashlib. These must
  // never change: whoever keeps a copy of a hash compares with it years later.
  it('has the form that was fixed', () => {
    const { events, head } = chainEvents(STREAM, undefined, [
      created,
      commented,
    ]);
    expect(events.map(({ hash }) => hash)).toEqual([
      '9cfc0c255cc4e222a05cdc5d7417a4f3e93183935c9121a47aa8e24411f5305f',
      '87243c230afd499e40d67c25482fa46fb9843f880f1c9fd25595df5d68ecef17',
    ]);
    expect(events[0].previous_hash).toBe('0'.repeat(64));
    expect(events[1].previous_hash).toBe(events[0].hash);
    expect(head).toEqual({ seq: 2, hash: events[1].hash });
  });

  it('seals a text so that its salt is needed to know it again', () => {
    const { textHash } = sealText('Grüße, 承認 ✅', SALT);
    expect(textHash).toBe(commented.payload.textHash);
    expect(sealText('Grüße, 承認 ✅', '00'.repeat(32)).textHash).not.toBe(
      textHash,
    );
  });

  it('is the same whether lines come at once or one by one', () => {
    const atOnce = chainEvents(STREAM, undefined, [created, commented]);
    const first = chainEvents(STREAM, undefined, [created]);
    const second = chainEvents(STREAM, first.head, [commented]);
    expect([...first.events, ...second.events]).toEqual(atOnce.events);
  });

  it('keeps texts apart from the lines', () => {
    const reason = { salt: SALT, text: 'Carol is away' };
    const { events, texts } = chainEvents(STREAM, undefined, [
      { ...commented, reason },
    ]);
    expect(texts).toEqual([
      { event_id: commented.id, part: 'text', ...commented.text },
      { event_id: commented.id, part: 'reason', ...reason },
    ]);
    expect(JSON.stringify(events)).not.toContain('承認');
  });

  it('stores the payload as it was hashed', () => {
    const { events } = chainEvents(STREAM, undefined, [created]);
    expect(events[0].payload).toBe(
      '{"alpha":{"a":"é","b":[true,null,"x\\n\\"y\\""]},"empty":{},"zeta":1}',
    );
  });

  it('changes nothing where nothing happened', () => {
    const { head } = chainEvents(STREAM, undefined, [created]);
    expect(chainEvents(STREAM, head, [])).toEqual({
      events: [],
      texts: [],
      head,
    });
  });
});
