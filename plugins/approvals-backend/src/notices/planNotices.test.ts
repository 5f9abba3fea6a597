import {
  FIRST,
  line,
  seat,
  seatNotice,
  standing,
} from './__testUtils__/standing';
import { SECOND, told } from './__testUtils__/told';

describe('a seat that opens', () => {
  const started = line('stage.started', {
    seats: [seat('bob'), seat('carol'), seat('dave', 'observer')],
  });

  it('is told to whoever holds it, not to observers', () => {
    const { words, opened } = told(
      [started],
      standing({ seats: { bob: FIRST, carol: FIRST } }),
    );
    expect(words).toEqual({ bob: 'seat', carol: 'seat' });
    expect(opened).toEqual([seatNotice('bob'), seatNotice('carol')]);
  });

  it('is no news any more once it is decided', () => {
    const { words, opened } = told(
      [started],
      standing({ seats: { carol: FIRST } }),
    );
    expect(words).toEqual({ carol: 'seat' });
    expect(opened).toEqual([seatNotice('carol')]);
  });

  it('is told to whoever may act for its holder, but not to the barred, nor to the seated', () => {
    const { words, opened } = told(
      [started],
      standing({ seats: { bob: FIRST, carol: FIRST }, barred: ['alice'] }),
      { bob: ['alice', 'erin', 'carol'] },
    );
    expect(words).toEqual({ bob: 'seat', carol: 'seat', erin: 'seat bob' });
    expect(opened).toContainEqual(seatNotice('erin', 'bob'));
  });

  it.each([
    line('stage.found', { seats: [seat('bob')] }),
    line('task.assigned', { seat: seat('bob') }),
    line('task.reassigned', { seat: seat('bob'), taskId: 'of carol' }),
  ])('is told however it opened: $type', opened => {
    const { words } = told([opened], standing({ seats: { bob: FIRST } }));
    expect(words).toEqual({ bob: 'seat' });
  });
});

describe('a decision', () => {
  const decided = line('task.decided', { taskId: 'of bob' }, 'bob');
  const end = [
    decided,
    line('stage.approved', { released: ['of carol'] }),
    line('request.approved'),
  ];

  it('settles the notices of everybody who had one, also of delegates, and tells the requester', () => {
    const { words, closed } = told(
      end,
      standing({
        open: [
          seatNotice('bob'),
          seatNotice('carol'),
          seatNotice('erin', 'carol'),
        ],
      }),
    );
    expect(words).toEqual({
      alice: 'approved bob',
      bob: 'released decided bob',
      carol: 'released decided bob',
      erin: 'released decided bob',
    });
    expect(closed).toHaveLength(3);
  });

  it('says nothing to whoever had no notice', () => {
    expect(told(end, standing({})).words).toEqual({ alice: 'approved bob' });
  });

  it('leaves the notice alone of whoever still has a seat', () => {
    const { words, closed } = told(
      [decided],
      standing({
        seats: { carol: FIRST },
        open: [seatNotice('bob'), seatNotice('carol')],
      }),
    );
    expect(words).toEqual({ bob: 'released decided bob' });
    expect(closed).toEqual([seatNotice('bob')]);
  });

  it('leaves the notice alone of whoever has a seat in a parallel stage', () => {
    const other = { recipient: 'bob', cause: 'seat other' };
    const stands = standing({ open: [seatNotice('bob'), other] });
    const { words, closed } = told([decided], {
      ...stands,
      causes: new Set(['seat other']),
    });
    expect(words).toEqual({});
    expect(closed).toEqual([seatNotice('bob')]);
  });

  it('turns the notice into the next one for whoever is seated in the next stage too', () => {
    const { words } = told(
      [decided, line('stage.started', { ...SECOND, seats: [seat('carol')] })],
      standing({ seats: { carol: SECOND }, open: [seatNotice('bob')] }),
    );
    expect(words).toEqual({ bob: 'released decided bob', carol: 'seat' });
  });

  it('is not told to the requester when it was their own', () => {
    const own = line('task.decided', { taskId: 'of alice' }, 'alice');
    expect(told([own, line('request.approved')], standing({})).words).toEqual(
      {},
    );
  });

  it('that asks for changes stays open for the requester until they answer', () => {
    const asked = told(
      [decided, line('request.changes_requested', { round: 1 })],
      standing({ changes: 1 }),
    );
    expect(asked.words).toEqual({ alice: 'changes_requested bob' });
    const answered = told(
      [line('request.resubmitted', { round: 2 }, 'alice')],
      standing({ open: [...asked.opened] }),
    );
    expect(answered.words).toEqual({ alice: 'released resubmitted alice' });
  });
});

describe.each([
  ['request.withdrawn', 'external:ci', 'withdrawn external:ci'],
  ['request.cancelled', 'erin', 'cancelled erin'],
  ['request.expired', 'system:deadline', 'expired'],
] as const)('the end by %s', (type, actor, how) => {
  it('is told to the requester, and settles all notices', () => {
    const { words } = told(
      [line('stage.closed', { released: ['of bob'] }), line(type, {}, actor)],
      standing({ open: [seatNotice('bob')] }),
    );
    expect(words).toEqual({ alice: how, bob: `released ${how}` });
  });
});

describe('a seat that goes to somebody else', () => {
  it('settles the notice of whoever handed it on', () => {
    const { words } = told(
      [line('task.reassigned', { seat: seat('dave') }, 'carol')],
      standing({ seats: { dave: FIRST }, open: [seatNotice('carol')] }),
    );
    expect(words).toEqual({ carol: 'released handed_on carol', dave: 'seat' });
  });

  it('settles the notice of whoever lost it', () => {
    const { words } = told(
      [line('task.withdrawn', { person: 'carol' })],
      standing({ open: [seatNotice('carol')] }),
    );
    expect(words).toEqual({ carol: 'released settled' });
  });
});
