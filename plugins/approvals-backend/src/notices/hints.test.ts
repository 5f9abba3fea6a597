import { mockServices } from '@backstage/backend-test-utils';
import { SignalPayload } from '@backstage/plugin-signals-node';
import { ChangesSignal } from '@countersign/backstage-plugin-approvals-common';
import { Effect } from '../outbox';
import { HintPayload, sendHints } from './hints';
import { NoticeStore } from './NoticeStore';

type Signal = SignalPayload<ChangesSignal>;

/** Who is concerned by which request; `+` marks holders of an open seat. */
const PEOPLE: Record<string, string[]> = {
  r1: ['alice', 'bob+'],
  r2: ['alice', 'bob+'],
  r3: ['carol', 'dave'],
};

/** Sends hints for some steps; gives what was published. */
async function hinted(
  steps: (HintPayload & { stream: string })[],
  publish: (signal: Signal) => Promise<void> = async () => {},
) {
  const sent: Signal[] = [];
  const store = {
    concerned: async (ids: string[]) => {
      const rows = ids.flatMap(id =>
        PEOPLE[id].map(person => ({ request_id: id, person })),
      );
      const bare = rows.map(row => ({
        ...row,
        person: row.person.replace('+', ''),
      }));
      return {
        people: bare,
        seats: rows
          .filter(({ person }) => person.endsWith('+'))
          .map(({ request_id, person }) => ({
            request_id,
            assignee: person.replace('+', ''),
          })),
      };
    },
  } as unknown as NoticeStore;
  const handler = sendHints({
    store,
    signals: {
      publish: async signal => {
        await publish(signal as unknown as Signal);
        sent.push(signal as unknown as Signal);
      },
    },
    delegations: {
      delegatesOf: async people =>
        people.includes('bob')
          ? [{ delegator: 'bob', delegate: 'erin', policyKeys: ['other'] }]
          : [],
    },
    logger: mockServices.logger.mock(),
    now: () => '2026-11-27T14:00:00.000Z',
  });
  await handler(
    steps.map(({ stream, ...payload }) => ({ stream, payload } as Effect)),
    {
      signal: new AbortController().signal,
      completeIn: async () => {},
      later: () => {},
      failed: () => {},
    },
  );
  return sent.map(({ recipients, message }) => [
    recipients.type === 'user' ? recipients.entityRef : recipients,
    message.changes,
  ]);
}

const about = (id: string, type: string, policyKey: string = 'plain') => ({
  stream: `request:${id}`,
  types: [type],
  request: { id, policyKey },
});

describe('hints to open pages', () => {
  it('are one signal for all steps that concern the same people', async () => {
    expect(
      await hinted([
        about('r1', 'stage.started'),
        about('r2', 'stage.started'),
        about('r1', 'task.decided'),
        about('r3', 'request.approved'),
      ]),
    ).toEqual([
      [
        ['alice', 'bob'],
        [
          { stream: 'request:r1', types: ['stage.started', 'task.decided'] },
          { stream: 'request:r2', types: ['stage.started'] },
        ],
      ],
      [
        ['carol', 'dave'],
        [{ stream: 'request:r3', types: ['request.approved'] }],
      ],
    ]);
  });

  it('reach delegates of holders of open seats, for the policies they may act under', async () => {
    expect(await hinted([about('r1', 'task.claimed', 'other')])).toEqual([
      [['alice', 'bob', 'erin'], expect.anything()],
    ]);
    expect(await hinted([about('r1', 'task.claimed', 'plain')])).toEqual([
      [['alice', 'bob'], expect.anything()],
    ]);
  });

  it('reach the people whom a step names itself', async () => {
    const people = ['alice', 'bob'];
    expect(
      await hinted([
        { stream: 'delegation:1', types: ['delegation.created'], people },
      ]),
    ).toEqual([
      [people, [{ stream: 'delegation:1', types: ['delegation.created'] }]],
    ]);
  });

  it('are dropped when they cannot be sent, and keep no others from being sent', async () => {
    const sent = await hinted(
      [about('r1', 'task.decided'), about('r3', 'task.decided')],
      async ({ recipients }) => {
        if (recipients.type === 'user' && recipients.entityRef[0] === 'alice') {
          throw new Error('The event bus is away');
        }
      },
    );
    expect(sent).toEqual([[['carol', 'dave'], expect.anything()]]);
  });
});
