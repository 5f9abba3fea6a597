import { RunState } from '@countersign/backstage-plugin-approvals-common';
import { Database, PassRow, RunPhase, RunRow, tables, Tx } from '../database';

/** A run as it was last seen. */
export type KnownRun = {
  requestId: string;
  kind: string;
  /** Of the execution. */
  id: string;
  state: RunState;
  message?: string;
  /** Since when it is known to be so. */
  at: string;
  /** Its request has ended. */
  isFree: boolean;
  phase: RunPhase;
  /** It was to go on by itself, and could not be let. */
  isGivenUp: boolean;
  /** No service lets it go on, whatever its policy says. */
  needsRequester: boolean;
  /** As it was last seen, it would go on after a refusal, too. */
  takesRefusal: boolean;
};

/** How a run stands from now on. */
export type RunChange = Pick<
  KnownRun,
  'state' | 'message' | 'at' | 'needsRequester' | 'takesRefusal'
>;

/** A run with the pass of its request. */
export type RunWithPass = KnownRun & {
  pass?: { status: PassRow['status']; expiresAt?: string };
};

/** Behind everything that begins with a text, in the order of bytes. */
const LAST = '\u{10FFFF}';

/** Runs in the database. */
export class RunStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Notes runs that wait from now on; those that are known stay as they are. */
  async add(
    tx: Tx,
    runs: readonly Pick<
      KnownRun,
      'requestId' | 'kind' | 'id' | 'at' | 'needsRequester'
    >[],
  ): Promise<void> {
    const rows: RunRow[] = runs.map(({ requestId, kind, id, at, ...run }) => ({
      request_id: requestId,
      kind,
      execution_id: id,
      state: 'waiting',
      message: null,
      at,
      request_ended: false,
      phase: 'parked',
      looked_at: at,
      given_up_at: null,
      needs_requester: run.needsRequester,
      takes_refusal: false,
    }));
    await tx(tables.runs).insert(rows).onConflict('request_id').ignore();
  }

  /** Notes that their requests have ended, so that they may go on. */
  async free(tx: Tx, requestIds: readonly string[]): Promise<void> {
    await tx<RunRow>(tables.runs)
      .whereIn('request_id', requestIds)
      .update({ request_ended: true });
    await tx<RunRow>(tables.runs)
      .whereIn('request_id', requestIds)
      .where('phase', 'parked')
      .update({ phase: 'due' });
  }

  /** The runs of some requests. */
  async of(requestIds: readonly string[]): Promise<KnownRun[]> {
    const rows: RunRow[] = await this.#database
      .knex(tables.runs)
      .whereIn('request_id', requestIds);
    return rows.map(toRun);
  }

  /** The runs of some requests, with what they may be let go on by. */
  async withPasses(requestIds: readonly string[]): Promise<RunWithPass[]> {
    const rows: (RunRow & {
      pass_status: PassRow['status'] | null;
      expires_at: string | null;
    })[] = await this.#database
      .knex(`${tables.runs} as r`)
      .leftJoin(`${tables.passes} as p`, 'p.request_id', 'r.request_id')
      .whereIn('r.request_id', requestIds)
      .select('r.*', 'p.status as pass_status', 'p.expires_at');
    return rows.map(({ pass_status: status, expires_at, ...row }) => ({
      ...toRun(row),
      pass: status ? { status, expiresAt: expires_at ?? undefined } : undefined,
    }));
  }

  /** A run, kept from others until the transaction ends; undefined when there is none. */
  async lock(tx: Tx, requestId: string): Promise<KnownRun | undefined> {
    const query = tx<RunRow>(tables.runs)
      .where({ request_id: requestId })
      .first();
    const row: RunRow | undefined = await (this.#database.isPostgres
      ? query.forUpdate()
      : query);
    return row && toRun(row);
  }

  /** Writes how a run stands; what was given up before is not any more. */
  async change(tx: Tx, run: KnownRun, to: RunChange): Promise<void> {
    await tx<RunRow>(tables.runs)
      .where({ request_id: run.requestId })
      .update({
        state: to.state,
        message: to.message ?? null,
        at: to.at,
        phase: phaseOf(to.state, run.isFree),
        needs_requester: to.needsRequester,
        takes_refusal: to.takesRefusal,
        ...(to.state !== run.state && { given_up_at: null }),
      });
  }

  /** Has a run looked after less, as long as it stays as it is: nobody lets it go on. */
  async rest({ requestId, state }: KnownRun, phase: RunPhase): Promise<void> {
    await this.#database
      .knex<RunRow>(tables.runs)
      .where({ request_id: requestId, state })
      .update({ phase });
  }

  /** Notes that a run could not be let go on. */
  async giveUp(
    tx: Tx,
    requestId: string,
    { message, at }: { message: string; at: string },
  ): Promise<void> {
    await tx<RunRow>(tables.runs)
      .where({ request_id: requestId })
      .update({ message, given_up_at: at });
  }

  /** The runs of a kind and phase that nobody has looked at for the longest time, those first. */
  async next(which: {
    kind: string;
    phase: RunPhase;
    most: number;
  }): Promise<KnownRun[]> {
    const { kind, phase, most } = which;
    const rows: RunRow[] = await this.#database
      .knex(tables.runs)
      .where({ kind, phase })
      .orderBy('looked_at')
      .limit(most);
    return rows.map(toRun);
  }

  /** Notes that a run is looked at: others are next. */
  async looked({ requestId }: KnownRun, at: string): Promise<void> {
    await this.#database
      .knex<RunRow>(tables.runs)
      .where({ request_id: requestId })
      .update({ looked_at: at });
  }

  /** The runs of a kind whose execution's id begins so; not more than so many. */
  async beginningWith(
    kind: string,
    prefix: string,
    most: number,
  ): Promise<KnownRun[]> {
    const column = this.#database.isPostgres
      ? 'execution_id collate "C"'
      : 'execution_id';
    const rows: RunRow[] = await this.#database
      .knex(tables.runs)
      .where({ kind })
      .whereRaw(`${column} >= ? and ${column} < ?`, [prefix, prefix + LAST])
      .orderByRaw(column)
      .limit(most);
    return rows.map(toRun);
  }
}

/** How much a run in such a state is looked after. */
function phaseOf(state: RunState, isFree: boolean): RunPhase {
  switch (state) {
    case 'waiting':
      return isFree ? 'due' : 'parked';
    case 'resuming':
    case 'running':
      return 'moving';
    // Somebody may try it again.
    case 'failed':
      return 'parked';
    default:
      return 'over';
  }
}

function toRun(row: RunRow): KnownRun {
  return {
    requestId: row.request_id,
    kind: row.kind,
    id: row.execution_id,
    state: row.state,
    message: row.message ?? undefined,
    at: row.at,
    isFree: Boolean(row.request_ended),
    phase: row.phase,
    isGivenUp: row.given_up_at !== null,
    needsRequester: Boolean(row.needs_requester),
    takesRefusal: Boolean(row.takes_refusal),
  };
}
