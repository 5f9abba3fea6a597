import { heldCause, overdueCause } from './causes';
import {
  FIRST,
  line,
  seat,
  seatNotice,
  standing,
} from './__testUtils__/standing';
import { Line } from './lines';
import { ADMINS, OWNER, SECOND, told } from './__testUtils__/told';

describe('a stage that is held', () => {
  const held = line('stage.held', { reason: 'no_approvers' });

  it("is told to the policy's owner and to administrators, until it goes on", () => {
    const first = told([held], standing({ held: [FIRST] }));
    expect(first.words).toEqual({
      [OWNER]: 'held no_approvers',
      [ADMINS]: 'held no_approvers',
    });
    expect(first.opened).toContainEqual({
      recipient: ADMINS,
      cause: heldCause(FIRST),
    });
    const resumed = told(
      [line('stage.resumed')],
      standing({ running: [FIRST], open: [...first.opened] }),
    );
    expect(resumed.words).toEqual({
      [OWNER]: 'released settled',
      [ADMINS]: 'released settled',
    });
  });

  it('is no news any more once it goes on', () => {
    expect(told([held], standing({ running: [FIRST] })).words).toEqual({});
  });
});

describe('a deadline', () => {
  const seats = { bob: FIRST, carol: SECOND };
  const running = [FIRST, SECOND];

  it('reminds the holders of open seats of that stage, and who may act for them', () => {
    const { words } = told(
      [line('stage.reminded', { people: ['bob', 'gone'] })],
      standing({ seats, running }),
      { bob: ['erin'] },
    );
    expect(words).toEqual({ bob: 'reminder', erin: 'reminder' });
  });

  it('that is over is told to the seated, the requester and the owner', () => {
    const { words, opened } = told(
      [line('stage.overdue', { people: ['bob', 'dave'] })],
      standing({ seats, running }),
    );
    expect(words).toEqual({
      [OWNER]: 'overdue',
      alice: 'overdue',
      bob: 'overdue',
      dave: 'overdue',
    });
    expect(opened).toContainEqual(seatNotice('bob'));
    expect(opened).toContainEqual({
      recipient: 'alice',
      cause: overdueCause(FIRST),
    });
  });

  it('that escalates asks the newcomers, and tells the others', () => {
    const { words } = told(
      [line('stage.escalated', { seats: [seat('frank')] })],
      standing({ seats: { ...seats, frank: FIRST }, running }),
    );
    expect(words).toEqual({
      [OWNER]: 'overdue',
      alice: 'overdue',
      bob: 'overdue',
      frank: 'seat',
    });
  });

  it('that decides says that it was the deadline', () => {
    const { words } = told(
      [
        line('stage.rejected', { reason: 'deadline' }),
        line('request.rejected', { reason: 'deadline' }),
      ],
      standing({ open: [seatNotice('bob')] }),
    );
    expect(words).toEqual({ alice: 'rejected', bob: 'released deadline' });
  });

  it('of an approval that nobody acted on is told to the requester', () => {
    expect(told([line('pass.expired')], standing({})).words).toEqual({
      alice: 'pass_expired',
    });
  });
});

it('passes over what it does not know', () => {
  const unknown = { ...line('request.approved'), type: 'request.blessed' };
  expect(told([unknown as unknown as Line], standing({})).words).toEqual({});
});
