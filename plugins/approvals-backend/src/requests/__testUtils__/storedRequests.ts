import { TestDatabases } from '@backstage/backend-test-utils';
import { policyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { v7 as newId } from 'uuid';
import { Database } from '../../database';
import { Caller, InputOf, RequestState, step } from '../../engine';
import { chainEvents, sealText } from '../../history';
import { PinnedDefinitions } from '../../policies';
import { toEventDrafts } from '../eventDrafts';
import { requestStream } from '../stream';
import { RequestStore } from '../RequestStore';

export const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
});
export const NOW = '2026-11-24T09:00:00.000Z';
const definition = policyDefinition.parse({
  key: 'client',
  name: 'Client',
  subjectType: 'client',
  oneOpenPerSubject: true,
  stages: [
    {
      name: 'Review',
      quorum: { mode: 'count', value: 2 },
      approvers: [{ type: 'group', group: 'platform' }],
    },
  ],
});

/** Somebody who may do nothing out of the ordinary. */
export const person = (name: string): Caller => ({
  kind: 'user',
  ref: `user:default/${name}`,
  isUser: true,
  delegators: [],
  may: { override: false, reassign: false, cancel: false, consume: true },
  ownsPolicy: false,
});

/** A store on an empty database with one policy version. */
export async function createStore(id: Parameters<typeof databases.init>[0]) {
  const database = new Database(await databases.init(id));
  await database.migrate();
  await database.knex('policies').insert({
    key: 'client',
    version: 1,
    status: 'active',
    name: 'Client',
    subject_type: 'client',
    definition: JSON.stringify(definition),
    examples: '[]',
    digest: '0'.repeat(64),
    revision: 1,
    created_by: 'user:default/erin',
    created_at: NOW,
  });
  return {
    database,
    store: new RequestStore({
      database,
      definitionOf: (key, version, tx) =>
        new PinnedDefinitions({ database }).get(key, version, tx),
    }),
  };
}

/** A request that is made: its first change. */
export function creation(
  options: { subject?: string; execution?: string } = {},
) {
  const input: InputOf<'create'> = {
    type: 'create',
    now: NOW,
    caller: person('alice'),
    id: newId(),
    subject: {
      type: 'client',
      id: options.subject ?? 'billing',
      title: 'Billing',
    },
    digest: 'd'.repeat(64),
    execution: options.execution
      ? { kind: 'job', id: options.execution }
      : undefined,
    unknownPeople: [],
  };
  const answer = step({ status: 'new', definition, policyVersion: 1 }, input);
  if (answer.kind !== 'stepped') {
    throw new Error(JSON.stringify(answer));
  }
  const events = toEventDrafts(answer.events, [], newId);
  return {
    after: answer.state,
    fixed: { owners: ['group:default/platform'], requesterName: 'Alice Amari' },
    newRound: { context: { a: 1 }, submittedBy: 'user:default/alice' },
    events,
    lines: chainEvents(requestStream(answer.state.id), undefined, events),
    effects: answer.effects,
    now: NOW,
  };
}

/** Takes one step of a request, and saves it. */
export async function apply(
  store: RequestStore,
  id: string,
  input: Parameters<typeof step>[1],
  words: ReturnType<typeof sealText>[] = [],
): Promise<RequestState> {
  const after = await store.change({ id }, loaded => {
    const answer = step(loaded.state, input);
    if (answer.kind !== 'stepped') {
      throw new Error(JSON.stringify(answer));
    }
    const events = toEventDrafts(answer.events, words, newId);
    return {
      result: answer.state,
      change: {
        before: loaded.state,
        after: answer.state,
        kept: loaded.kept,
        events,
        lines: chainEvents(requestStream(id), loaded.head, events),
        effects: answer.effects,
        now: NOW,
      },
    };
  });
  return after!;
}

/** What is found for the first stage: Bob and Carol. */
export const found = (state: RequestState): InputOf<'peopleFound'> => ({
  type: 'peopleFound',
  now: NOW,
  round: 1,
  stage: 0,
  attempt: state.stages[0].attempt,
  approvers: [{ people: ['user:default/bob', 'user:default/carol'] }],
  observers: [],
  notUsers: [],
  leavers: [],
  taskIds: [newId(), newId()],
});
