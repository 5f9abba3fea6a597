import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import {
  policyDefinition,
  PolicyDefinitionInput,
} from '@countersign/backstage-plugin-approvals-common';
import { ExecutorDouble } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { v7 as newId } from 'uuid';
import { QueuedOutboxRow, tables } from '../../database';
import { historyRoom } from '../../history/__testUtils__/room';
import { Outbox, OutboxWorker } from '../../outbox';
import { RequestWorld } from '../../requests/__testUtils__/requestWorld';
import { createRuns } from '../createRuns';
import { ExecutorRegistry } from '../ExecutorRegistry';
import { handleRunEffects } from '../handleRuns';
import { RESUME } from '../RunSubscriber';
import { KnownRun, RunStore } from '../RunStore';

const MINUTE = 1 / 60;

/** Milliseconds that are not the usual ones. */
export type Times = { patience?: number; budget?: number; later?: number };

/** Runs of one policy in a database, looked after by the test, with a worker at the world's own time. */
export class RunWorld {
  readonly executor = new ExecutorDouble({ kind: 'job', pluginId: 'ci' });
  readonly store: RunStore;
  readonly room: ReturnType<typeof createRuns>;
  #made = 0;
  #worker: OutboxWorker | undefined;

  private constructor(readonly requests: RequestWorld, times: Times) {
    const { database, batches, clock } = requests;
    this.store = new RunStore(database);
    const executors = new ExecutorRegistry();
    executors.addExecutor(this.executor);
    const nobody = () => {
      throw new Error('Nobody asks here');
    };
    this.room = createRuns({
      database,
      history: historyRoom(database).history,
      executors,
      requests: {
        batches,
        requests: { withdraw: nobody },
        views: { see: nobody },
        list: { page: nobody },
      },
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
      now: clock.now,
      newId,
      ...times,
    });
  }

  static async create(
    id: TestDatabaseId,
    settings: Partial<PolicyDefinitionInput> = {},
    times: Times = {},
  ): Promise<RunWorld> {
    const definition = policyDefinition.parse({
      key: 'client',
      name: 'Client',
      subjectType: 'client',
      resumeAs: 'service',
      ...settings,
      stages: [{ name: 'Review', approvers: [{ type: 'user', user: 'bob' }] }],
    });
    return new RunWorld(await RequestWorld.create(id, definition), times);
  }

  /** A run that waits; gives the id of its request, which is that of its execution, too. */
  async waiting(): Promise<string> {
    this.#made += 1;
    const execution = `run-${this.#made}`;
    const id = await this.requests.make(execution);
    await this.requests.seat(id, ['bob']);
    const at = this.requests.clock.now();
    await this.requests.database.inTransaction(tx =>
      this.store.add(tx, [
        {
          requestId: id,
          kind: 'job',
          id: execution,
          at,
          needsRequester: false,
        },
      ]),
    );
    return id;
  }

  /** A run whose request was decided. */
  async decided(decision: 'approve' | 'reject' = 'approve'): Promise<string> {
    const id = await this.waiting();
    await this.requests.decide(id, 'bob', decision);
    await this.requests.database.inTransaction(tx => this.store.free(tx, [id]));
    return id;
  }

  async run(id: string): Promise<KnownRun> {
    const [run] = await this.store.of([id]);
    return run;
  }

  /** A pass of the reconcile. */
  async reconcile(): Promise<void> {
    await this.room.reconcile.run(new AbortController().signal);
  }

  /** The types of the lines about a run. */
  async told(id: string): Promise<string[]> {
    return this.requests.database
      .knex(tables.events)
      .where({ stream: `run:${id}` })
      .orderBy('seq')
      .pluck('type');
  }

  /** Has a worker look after a run, and gives the row of it. */
  async effect(id: string): Promise<() => Promise<QueuedOutboxRow>> {
    const { database, clock } = this.requests;
    const outbox = new Outbox({ database });
    const payload = { requestId: id, requester: 'alice', policyKey: 'client' };
    await database.inTransaction(tx =>
      outbox.add(
        tx,
        [
          {
            kind: RESUME,
            stream: `request:${id}`,
            payload,
            dueAt: clock.now(),
          },
        ],
        clock.now(),
      ),
    );
    this.#worker = new OutboxWorker({
      database,
      outbox,
      logger: mockServices.logger.mock(),
      clock: () => clock.time,
      poll: 5,
      pace: 5,
      lease: 24 * 3_600_000,
    });
    handleRunEffects(this.#worker, this.room);
    this.#worker.start();
    return () => database.knex(tables.outbox).where({ kind: RESUME }).first();
  }

  /** Lets minutes pass until something is so. */
  async pass(isSo: () => Promise<boolean>, minutes: number): Promise<void> {
    for (let passed = 0; passed < minutes; ) {
      for (let look = 0; look < 4; look++) {
        if (await isSo()) {
          return;
        }
        await sleep(10);
      }
      this.requests.clock.move(MINUTE / 2);
      passed += 0.5;
    }
    throw new Error(`Not so within ${minutes} minutes`);
  }

  async end(): Promise<void> {
    await this.#worker?.stop();
    this.#worker = undefined;
    await this.requests.verified();
  }
}
