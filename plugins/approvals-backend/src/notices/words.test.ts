import { FIRST, REQUEST } from './__testUtils__/standing';
import { Message } from './types';
import { wordsOf } from './words';

const NAMES: Record<string, string> = {
  alice: 'Alice Amari',
  bob: 'Bob Berg',
  carol: 'Carol Chen',
};
const known = {
  nameOf: (ref: string) => NAMES[ref] ?? ref,
  stageName: 'Board',
  dueAt: '2026-11-27T14:00:00.000Z',
};

const say = (message: Message) => wordsOf(message, REQUEST, known);

it('an approval says that what runs after it waits for the requester, and no other notice does', () => {
  const forRequester = { ...known, isForRequester: true };
  const told = (about: 'approved' | 'rejected') =>
    wordsOf({ about, by: 'bob' }, REQUEST, forRequester).description;
  expect(told('approved')).toBe(
    'Release. By Bob Berg. It waits for you to let it go on.',
  );
  expect(told('rejected')).toBe('Release. By Bob Berg.');
});

describe('a notice says', () => {
  it.each<[Message, string, string]>([
    [
      { about: 'seat', place: FIRST, isEscalated: false },
      'waiting normal | Approval wanted: Release 1.0',
      'Alice Amari asks. Release, stage Board. Due 27 Nov 2026, 14:00 UTC.',
    ],
    [
      {
        about: 'seat',
        place: FIRST,
        isEscalated: true,
        onBehalfOf: 'carol',
      },
      'waiting high | Approval wanted: Release 1.0',
      'Alice Amari asks. Release, stage Board. You may decide for Carol Chen. It is overdue.',
    ],
    [
      { about: 'held', place: FIRST, reason: 'no_approvers' },
      'waiting high | Held: Release 1.0',
      'Release, stage Board. Nobody may approve.',
    ],
    [
      { about: 'reminder', place: FIRST },
      'deadline high | Due soon: Release 1.0',
      'Release, stage Board. Due 27 Nov 2026, 14:00 UTC.',
    ],
    [
      { about: 'overdue', place: FIRST, isEscalated: true },
      'deadline high | Overdue: Release 1.0',
      'Release, stage Board. More people were asked.',
    ],
    [
      { about: 'approved', by: 'bob' },
      'decided normal | Approved: Release 1.0',
      'Release. By Bob Berg.',
    ],
    [{ about: 'rejected' }, 'decided high | Rejected: Release 1.0', 'Release.'],
    [
      { about: 'expired' },
      'decided high | Expired: Release 1.0',
      'Release. Nobody decided in time.',
    ],
    [
      { about: 'released', how: 'decided', by: 'bob' },
      'released low | Decided by Bob Berg: Release 1.0',
      'Release.',
    ],
    [
      { about: 'released', how: 'deadline' },
      'released low | Decided by its deadline: Release 1.0',
      'Release.',
    ],
    [
      { about: 'released', how: 'withdrawn', by: 'external:ci' },
      'released low | Withdrawn by external:ci: Release 1.0',
      'Release.',
    ],
  ])('%o', (message, head, description) => {
    const words = say(message);
    expect(`${words.topic} ${words.severity} | ${words.title}`).toBe(head);
    expect(words.description).toBe(description);
  });

  it("no more in its title than Backstage's column holds", () => {
    const subject = { ...REQUEST.subject, title: '🦉'.repeat(300) };
    const { title } = wordsOf(
      { about: 'approved' },
      { ...REQUEST, subject },
      known,
    );
    expect([...title].length).toBeLessThanOrEqual(255);
    expect(title.endsWith('🦉…')).toBe(true);
  });
});
