import { policyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { v7 as newId } from 'uuid';
import { RequestState, step } from '../engine';
import { PeopleService } from '../people';
import { Deliveries } from './Deliveries';
import { RequestBatchStore } from './RequestBatchStore';
import { Searches } from './Searches';

const NOW = '2026-11-24T09:00:00.000Z';
const away = () => Promise.reject(new Error('The catalog did not answer'));

function madeRequest(): RequestState {
  const definition = policyDefinition.parse({
    key: 'client',
    name: 'Client',
    subjectType: 'client',
    stages: [
      {
        name: 'Review',
        approvers: [
          { type: 'group', group: 'platform' },
          { type: 'user', user: 'carol' },
        ],
        observers: [{ type: 'user', user: 'dave' }],
      },
    ],
  });
  const ref = 'user:default/alice';
  const answer = step(
    { status: 'new', definition, policyVersion: 1 },
    {
      type: 'create',
      now: NOW,
      caller: {
        kind: 'user',
        ref,
        isUser: true,
        delegators: [],
        may: {
          override: false,
          reassign: false,
          cancel: false,
          consume: false,
        },
        ownsPolicy: false,
      },
      id: newId(),
      subject: { type: 'client', id: 'billing', title: 'Billing' },
      digest: 'd'.repeat(64),
      unknownPeople: [],
    },
  );
  if (answer.kind !== 'stepped') {
    throw new Error(JSON.stringify(answer));
  }
  return answer.state;
}

function searchesIn(
  state: RequestState,
  people: Partial<PeopleService>,
  deliver = jest.fn(async () => undefined),
): Searches {
  return new Searches({
    store: {
      load: async () => ({ state }),
      contextOf: async () => ({}),
    } as unknown as RequestBatchStore,
    deliveries: { deliver } as unknown as Deliveries,
    people: people as PeopleService,
    now: () => NOW,
    newId,
  });
}

describe('Searches', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('do not wait for long when they ask who left and something else is to be done', async () => {
    jest.useFakeTimers();
    const state = madeRequest();
    const [stage] = state.stages;
    const task = {
      id: newId(),
      person: 'user:default/carol',
      kind: 'approver' as const,
      status: 'open' as const,
      origin: 'rule' as const,
      rules: [1],
    };
    const seated = { ...state, stages: [{ ...stage, tasks: [task] }] };
    const users = jest.fn(() => new Promise<never>(() => {}));
    const searches = searchesIn(seated, { users });
    const place = { requestId: state.id, round: 1, stage: 0 };
    const leavers = searches.leaversIfKnown(seated, place);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await leavers).toEqual([]);
    expect(users).toHaveBeenCalledWith(['user:default/carol']);
  });

  it('bring the engine a failure of every rule while the catalog is away', async () => {
    const state = madeRequest();
    const deliver = jest.fn(async () => undefined);
    const people = { requester: away, users: away };
    const searches = searchesIn(state, people, deliver);

    await searches.people({
      requestId: state.id,
      round: 1,
      stage: 0,
      attempt: state.stages[0].attempt,
    });

    const failure = {
      failure: 'resolver',
      message: 'The catalog did not answer',
    };
    expect(deliver).toHaveBeenCalledWith(
      state.id,
      expect.objectContaining({
        type: 'peopleFound',
        approvers: [failure, failure],
        observers: [failure],
        leavers: [],
      }),
    );
  });
});
