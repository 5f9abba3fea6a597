import { Person } from './Person';

type Item = { id: string };
type Page = { items: Item[] };

/** Under which people ask here: one decides, two decide, two stages. */
export const POLICIES = ['soak-one', 'soak-two', 'soak-stages'] as const;

/** Something that people do, and how often of a hundred times. */
type Habit = { often: number; act: (person: Person) => Promise<unknown> };

const DECISIONS = [
  ...Array<string>(17).fill('approve'),
  ...['reject', 'reject', 'request_changes'],
];

let asked = 0;

const pick = <T>(items: readonly T[]): T =>
  items[Math.floor(Math.random() * items.length)];

const numbered = (number: number) =>
  `user:default/crowd-${String(number).padStart(2, '0')}`;

/** Three of the fifty. */
const some = () =>
  [0, 1, 2].map(at =>
    numbered(1 + ((Math.floor(Math.random() * 16) * 3 + at) % 50)),
  );

async function ask(person: Person): Promise<unknown> {
  asked += 1;
  return person.send('POST', '/requests', {
    policyKey: pick(POLICIES),
    subject: {
      type: 'soak',
      id: `soak-${asked}`,
      title: `Soak subject ${asked}`,
    },
    context: { people: some(), note: 'x'.repeat(500) },
  });
}

async function decide(person: Person): Promise<void> {
  const inbox = await person.send<Page>('GET', '/tasks?limit=25');
  const task = inbox && inbox.items[0] && pick(inbox.items);
  if (task) {
    await person.send('POST', `/tasks/${task.id}/decision`, {
      decision: pick(DECISIONS),
      comment: 'Seen in a soak',
    });
  }
}

async function follow(person: Person): Promise<void> {
  const own = await person.send<Page>(
    'GET',
    `/requests?limit=10&requester=user:default/${person.name}`,
  );
  const request = own && own.items[0] && pick(own.items);
  if (request) {
    await person.send('GET', `/requests/${request.id}`);
    await person.send('GET', `/requests/${request.id}/events`);
    if (Math.random() < 0.3) {
      await person.send('POST', `/requests/${request.id}/comments`, {
        comment: 'How far is this?',
      });
    }
  }
}

const HABITS: Habit[] = [
  { often: 30, act: person => person.send('GET', '/tasks/count') },
  { often: 34, act: decide },
  { often: 12, act: ask },
  { often: 12, act: follow },
  { often: 10, act: person => person.send('GET', '/requests?limit=25') },
  { often: 2, act: person => person.send('GET', '/policies') },
];

/** Does one thing as people do. */
export async function actAsUsual(person: Person): Promise<void> {
  let luck = Math.random() * 100;
  for (const { often, act } of HABITS) {
    luck -= often;
    if (luck < 0) {
      await act(person);
      return;
    }
  }
}
