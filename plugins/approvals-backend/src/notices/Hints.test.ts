import { mockServices } from '@backstage/backend-test-utils';
import { SignalPayload } from '@backstage/plugin-signals-node';
import { ChangesSignal } from '@countersign/backstage-plugin-approvals-common';
import { Published } from '../publishing';
import { Hints } from './Hints';
import { NoticeStore } from './NoticeStore';

type Signal = SignalPayload<ChangesSignal>;

/** Who is concerned by which request; `+` marks holders of an open seat. */
const PEOPLE: Record<string, string[]> = {
  r1: ['alice', 'bob+'],
  r2: ['alice', 'bob+'],
  r3: ['carol', 'dave'],
};

/** Sends hints for some steps, and for others that come one by one meanwhile; gives what was published. */
async function hinted(
  steps: Published[],
  options: {
    meanwhile?: Published[];
    publish?: (signal: Signal) => Promise<void>;
  } = {},
) {
  const { meanwhile = [], publish = async () => {} } = options;
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
  const hints = new Hints({
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
    longest: 50,
  });
  hints.add(steps);
  meanwhile.forEach(one => hints.add([one]));
  await hints.sent();
  return sent.map(({ recipients, message }) => [
    recipients.type === 'user' ? recipients.entityRef : recipients,
    message.changes,
  ]);
}

/** One step with a line of history. */
const step = (
  stream: string,
  type: string,
  rest: Pick<Published, 'request'> & { payload?: Record<string, string> } = {},
) =>
  ({
    stream,
    events: [{ type, payload: rest.payload ?? {} }],
    request: rest.request,
  } as Published);

const about = (id: string, type: string, policyKey: string = 'plain') =>
  step(`request:${id}`, type, {
    request: { id, policy: { key: policyKey } } as Published['request'],
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

  it('of what runs after a request reach those whom the request concerns', async () => {
    const payload = { requestId: 'r1', policyKey: 'other' };
    expect(
      await hinted([
        step('run:r1', 'run.done', { payload }),
        about('r1', 'pass.consumed', 'other'),
      ]),
    ).toEqual([
      [
        ['alice', 'bob', 'erin'],
        [
          { stream: 'run:r1', types: ['run.done'] },
          { stream: 'request:r1', types: ['pass.consumed'] },
        ],
      ],
    ]);
  });

  it('reach both sides of a delegation', async () => {
    const payload = { delegator: 'bob', delegate: 'alice' };
    expect(
      await hinted([step('delegation:1', 'delegation.created', { payload })]),
    ).toEqual([
      [
        ['alice', 'bob'],
        [{ stream: 'delegation:1', types: ['delegation.created'] }],
      ],
    ]);
  });

  it.each(['policy:release', 'audit', 'webhook:e1'])(
    'reach nobody where nobody is concerned: %s',
    async stream => {
      expect(await hinted([step(stream, 'some.thing')])).toEqual([]);
    },
  );

  it('are dropped when they cannot be sent, and keep no others from being sent', async () => {
    const sent = await hinted(
      [about('r1', 'task.decided'), about('r3', 'task.decided')],
      {
        publish: async ({ recipients }) => {
          if (
            recipients.type === 'user' &&
            recipients.entityRef[0] === 'alice'
          ) {
            throw new Error('The event bus is away');
          }
        },
      },
    );
    expect(sent).toEqual([[['carol', 'dave'], expect.anything()]]);
  });

  it('of steps that come meanwhile are one signal, also when the first were dropped', async () => {
    const meanwhile = [
      about('r3', 'stage.started'),
      about('r3', 'task.decided'),
    ];
    const both = [
      ['carol', 'dave'],
      [{ stream: 'request:r3', types: ['stage.started', 'task.decided'] }],
    ];
    expect(await hinted([about('r1', 'task.decided')], { meanwhile })).toEqual([
      [['alice', 'bob'], expect.anything()],
      both,
    ]);
    expect(
      await hinted([about('unknown', 'task.decided')], { meanwhile }),
    ).toEqual([both]);
  });

  it('that never end hold up no later ones', async () => {
    const meanwhile = [about('r3', 'task.decided')];
    const sent = await hinted([about('r1', 'task.decided')], {
      meanwhile,
      publish: async ({ recipients }) => {
        if (recipients.type === 'user' && recipients.entityRef[0] === 'alice') {
          await new Promise(() => {});
        }
      },
    });
    expect(sent).toEqual([[['carol', 'dave'], expect.anything()]]);
  });
});
