import { Event } from '@countersign/backstage-plugin-approvals-common';
import { ExecutorDouble } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { Published } from '../publishing';
import { RunWorld } from './__testUtils__/runWorld';
import { ExecutorRegistry } from './ExecutorRegistry';
import { RunSubscriber } from './RunSubscriber';

describe.each(everyDatabase)('what is published of requests on %s', id => {
  let world: RunWorld;
  let requestId: string;

  beforeEach(async () => {
    world = await RunWorld.create(id);
    requestId = await world.waiting();
    await world.requests.database.knex(tables.runs).delete();
  });
  afterEach(() => world.end());

  /** What the effects are once lines of a request were published by a backend that has an executor, or has none. */
  const publish = async (
    type: string,
    options: { executor?: string; isKnown?: boolean } = {},
  ) => {
    const executors = new ExecutorRegistry();
    if (options.isKnown) {
      executors.addExecutor(
        new ExecutorDouble({ kind: 'job', pluginId: 'ci' }),
      );
    }
    const { store, requests } = world;
    const subscriber = new RunSubscriber({ store, executors });
    const execution = { kind: 'job', id: 'run-1' };
    const published = {
      stream: `request:${requestId}`,
      events: [
        {
          type,
          at: requests.clock.now(),
          payload: { execution: { ...execution, executor: options.executor } },
        } as unknown as Event,
      ],
      request: {
        id: requestId,
        requester: 'user:default/alice',
        policy: { key: 'client' },
        execution,
      },
    } as unknown as Published;
    const drafts = await requests.database.inTransaction(tx =>
      subscriber.draftsFor(tx, [published]),
    );
    return drafts.map(({ kind }) => kind);
  };

  it.each([
    ['with its executor', { isKnown: true }, 1],
    ['without it', { executor: 'plugin:ci' }, 1],
    ['without it, of no executor', {}, 0],
  ])('notes a run that begins, in a backend %s', async (_, options, noted) => {
    expect(await publish('request.created', options)).toEqual([]);
    expect(await world.store.of([requestId])).toHaveLength(noted);
  });

  it('has a run looked after at its end, at once by a backend with its executor', async () => {
    expect(await publish('request.approved', { isKnown: true })).toEqual([
      'run.resume',
    ]);
    expect(await world.run(requestId)).toMatchObject({
      isFree: true,
      phase: 'due',
    });
  });

  it('leaves it to the others where a backend has none', async () => {
    await publish('request.created', { executor: 'plugin:ci' });
    expect(await publish('request.approved')).toEqual([]);
    expect(await world.run(requestId)).toMatchObject({
      isFree: true,
      phase: 'due',
    });
  });
});
