import { v7 as newId } from 'uuid';
import { StageRow, TaskRow } from '../database';
import { chainEvents, sealText } from '../history';
import { requestStream } from './stream';
import {
  apply,
  createStore,
  creation,
  databases,
  found,
  NOW,
  person,
} from './__testUtils__/storedRequests';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('RequestStore on %s', databaseId => {
  it('gives back the very state that it was given, step by step', async () => {
    const { store } = await createStore(databaseId);
    const made = creation();
    expect(await store.create(made)).toEqual({ result: 'made' });
    const { id } = made.after;

    const seated = await apply(store, id, found(made.after));
    const words = sealText('Looks right', 'ab'.repeat(32));
    const decided = await apply(
      store,
      id,
      {
        type: 'decide',
        now: NOW,
        caller: person('bob'),
        taskId: seated.stages[0].tasks[0].id,
        decision: 'approve',
        textHash: words.textHash,
      },
      [words],
    );

    const loaded = await store.load({ id });
    expect(loaded?.state).toEqual(JSON.parse(JSON.stringify(decided)));
    const byTask = await store.load({ taskId: seated.stages[0].tasks[1].id });
    expect(byTask).toEqual(loaded);
  });

  it('repeats stages, tasks, people, words and history for lists and proof', async () => {
    const { store, database } = await createStore(databaseId);
    const made = creation();
    await store.create(made);
    const { id } = made.after;
    const seated = await apply(store, id, found(made.after));
    const words = sealText('Looks right', 'ab'.repeat(32));
    await apply(
      store,
      id,
      {
        type: 'decide',
        now: NOW,
        caller: person('bob'),
        taskId: seated.stages[0].tasks[0].id,
        decision: 'approve',
        textHash: words.textHash,
      },
      [words],
    );

    const { knex } = database;
    const [stage] = await knex<StageRow>('stages').where({ request_id: id });
    expect(stage).toMatchObject({ status: 'active', need: 2, approved: 1 });
    const tasks = await knex<TaskRow>('tasks').orderBy('assignee');
    expect(tasks.map(({ status, decision }) => [status, decision])).toEqual([
      ['decided', 'approve'],
      ['open', null],
    ]);
    const texts = await knex('event_texts').where({
      event_id: tasks[0].decision_event,
    });
    expect(texts).toEqual([
      expect.objectContaining({ part: 'text', text: 'Looks right' }),
    ]);
    const people = await knex('request_people').orderBy(['part', 'person']);
    expect(people.map(({ part, person: ref }) => `${part} ${ref}`)).toEqual([
      'approver user:default/bob',
      'approver user:default/carol',
      'barred user:default/alice',
      'decided user:default/bob',
      'owner group:default/platform',
      'requester user:default/alice',
    ]);
    const seqs = await knex('events').orderBy('seq').pluck('seq');
    const head = await knex('stream_heads').first();
    const row = await knex('requests').first();
    expect(head.seq).toBe(seqs.length);
    expect([row.stream_seq, row.stream_hash]).toEqual([head.seq, head.hash]);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  it('says which request is open for the subject, or was made for the execution', async () => {
    const { store } = await createStore(databaseId);
    const first = creation();
    await store.create(first);
    expect(await store.create(creation())).toEqual({
      result: 'already_open',
      id: first.after.id,
    });

    const job = creation({ subject: 'other', execution: 'job-1' });
    await store.create(job);
    expect(
      await store.create(creation({ subject: 'third', execution: 'job-1' })),
    ).toEqual({ result: 'execution_known', id: job.after.id });
    expect(
      await store.create(creation({ subject: 'other', execution: 'job-1' })),
    ).toEqual({ result: 'execution_known', id: job.after.id });
  });

  it('makes a request after all when the one that was open has ended meanwhile', async () => {
    const { store, database } = await createStore(databaseId);
    const first = creation();
    await store.create(first);
    const look = jest.spyOn(database, 'persistently');
    look.mockImplementationOnce(async work => {
      look.mockRestore();
      try {
        return await database.persistently(work);
      } finally {
        await apply(store, first.after.id, {
          type: 'withdraw',
          now: NOW,
          caller: person('alice'),
        });
      }
    });
    expect(await store.create(creation())).toEqual({ result: 'made' });
  });

  it('steps again from what is there when somebody else was faster', async () => {
    const { store, database } = await createStore(databaseId);
    const made = creation();
    await store.create(made);
    const { id } = made.after;
    const [first, second] = (await apply(store, id, found(made.after)))
      .stages[0].tasks;
    const decision = (taskId: string, name: string) => ({
      type: 'decide' as const,
      now: NOW,
      caller: person(name),
      taskId,
      decision: 'approve' as const,
    });
    const write = jest.spyOn(database, 'persistently');
    write.mockImplementationOnce(async work => {
      write.mockRestore();
      await apply(store, id, decision(first.id, 'bob'));
      return database.persistently(work);
    });

    const after = await apply(store, id, decision(second.id, 'carol'));

    expect(after.status).toBe('approved');
    expect(after.stages[0].tasks.map(task => task.decision?.by)).toEqual([
      'user:default/bob',
      'user:default/carol',
    ]);
    const { knex } = database;
    const seqs = await knex('events').orderBy('seq').pluck('seq');
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(await knex('tasks').where({ status: 'decided' })).toHaveLength(2);
  });

  it('lets one of many at once win', async () => {
    const { store } = await createStore(databaseId);
    const made = creation();
    await store.create(made);
    const { id } = made.after;
    await apply(store, id, found(made.after));
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.change({ id }, loaded => ({
          result: loaded.head.seq,
          change:
            index % 2 === 0
              ? undefined
              : {
                  before: loaded.state,
                  after: { ...loaded.state, reason: `${index}` },
                  kept: loaded.kept,
                  events: [],
                  lines: chainEvents(requestStream(id), loaded.head, [
                    {
                      id: newId(),
                      type: 'request.commented',
                      actor: 'user:default/bob',
                      at: NOW,
                      payload: { round: 1, textHash: `${index}` },
                    },
                  ]),
                  effects: [],
                  now: NOW,
                },
        })),
      ),
    );
    const after = await store.load({ id });
    expect(after?.head.seq).toBe(Math.min(...results.map(Number)) + 10);
  });
});
