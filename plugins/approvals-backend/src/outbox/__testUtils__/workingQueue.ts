import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { Database, QueuedOutboxRow, tables } from '../../database';
import {
  emptyDatabase,
  freshDatabase,
} from '../../database/__testUtils__/testDatabases';
import { Effect, EffectDraft, Outbox, OutboxWorker } from '..';
import { WorkerSettings } from '../OutboxWorker';

/** A lease that nobody here has. */
const SOMEBODY_ELSE = '00000000-0000-4000-8000-000000000000';

export const inMillis = (millis: number) =>
  new Date(Date.now() + millis).toISOString();

/** An effect of kind `work` with a name. */
export const draft = (
  name: string,
  parts: Partial<EffectDraft> = {},
): EffectDraft => ({
  kind: 'work',
  stream: 'request:1',
  payload: { name },
  dueAt: inMillis(0),
  ...parts,
});

export const nameOf = ({ payload }: { payload: unknown }) =>
  (payload as { name: string }).name;

export async function until(condition: () => boolean | Promise<boolean>) {
  while (!(await condition())) {
    await sleep(5);
  }
}

/** An outbox on a real database, and workers on it. */
export class WorkingQueue {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly #workers: OutboxWorker[] = [];

  private constructor(database: Database) {
    this.database = database;
    this.outbox = new Outbox({ database });
  }

  static async create(
    id: Parameters<typeof freshDatabase>[0],
  ): Promise<WorkingQueue> {
    return new WorkingQueue(await freshDatabase(id));
  }

  /** Starts a worker that does what is registered. */
  start(
    register: (worker: OutboxWorker) => void,
    settings: Partial<WorkerSettings> = {},
  ): OutboxWorker {
    const worker = new OutboxWorker({
      database: this.database,
      outbox: this.outbox,
      logger: mockServices.logger.mock(),
      poll: 50,
      grace: 200,
      ...settings,
    });
    register(worker);
    worker.start();
    this.#workers.push(worker);
    return worker;
  }

  /** Stops all workers and takes all effects away. */
  async clear(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map(worker => worker.stop()));
    await emptyDatabase(this.database);
  }

  async add(...drafts: EffectDraft[]): Promise<void> {
    await this.database.inTransaction(tx =>
      this.outbox.add(tx, drafts, inMillis(0)),
    );
  }

  async rows(): Promise<QueuedOutboxRow[]> {
    return this.database.knex(tables.outbox).orderBy('position');
  }

  /** Lets somebody else have what is claimed. */
  async rob(position?: Effect['position']): Promise<void> {
    const query = this.database.knex(tables.outbox);
    if (position !== undefined) {
      query.where({ position });
    }
    await query.update({ lease: SOMEBODY_ELSE });
  }

  readonly isAllDone = async (): Promise<boolean> =>
    (await this.rows()).every(({ done_at }) => done_at !== null);

  readonly isClaimed = async (): Promise<boolean> =>
    (await this.rows())[0].lease !== null;
}
