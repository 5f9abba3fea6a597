import { Knex } from 'knex';
import {
  Database,
  NEVER,
  OpenNoticeRow,
  RequestPersonRow,
  RequestRow,
  StageRow,
  tables,
  TaskRow,
  Tx,
} from '../database';
import {
  changesCause,
  heldCause,
  overdueCause,
  seatCause,
  stageKey,
} from './causes';
import { Cause, OpenNotice, Standing } from './types';

/** Who is concerned by a change of a request, whatever their part. */
const CONCERNED = ['requester', 'approver', 'observer', 'decided'];
/** SQLite takes 32,766 bindings at most, three for each row. */
const CHUNK = 1_000;

type SeatRow = Pick<
  TaskRow,
  'id' | 'request_id' | 'assignee' | 'round' | 'stage'
>;

/** Reads how requests stand, and remembers who has which notice about them. */
export class NoticeStore {
  readonly #database: Database;

  constructor(options: { database: Database }) {
    this.#database = options.database;
  }

  /** How some requests stand now, by id. */
  async standing(
    tx: Tx,
    ids: readonly string[],
  ): Promise<Map<string, Standing>> {
    const seats = await this.#openSeats(tx, ids);
    const stages: StageRow[] = await this.#about(
      tx(tables.stages),
      ids,
    ).whereIn('status', ['active', 'held']);
    const requests: Pick<RequestRow, 'id' | 'status' | 'round'>[] = await tx(
      tables.requests,
    )
      .whereIn('id', ids)
      .select('id', 'status', 'round');
    const people: RequestPersonRow[] = await this.#about(
      tx(tables.requestPeople),
      ids,
    ).where('part', 'barred');
    const open: OpenNoticeRow[] = await this.#about(
      tx(tables.openNotices),
      ids,
    );
    const of = <T extends { request_id: string }>(rows: T[], id: string) =>
      rows.filter(({ request_id }) => request_id === id);
    return new Map(
      requests.map(request => [
        request.id,
        toStanding({
          request,
          seats: of(seats, request.id),
          stages: of(stages, request.id),
          barred: of(people, request.id),
          open: of(open, request.id),
        }),
      ]),
    );
  }

  /** Who is concerned by changes of some requests, and who of them has an open seat there. */
  async concerned(
    ids: readonly string[],
  ): Promise<{ people: RequestPersonRow[]; seats: SeatRow[] }> {
    const { knex } = this.#database;
    const [people, seats] = await Promise.all([
      this.#about(knex(tables.requestPeople), ids).whereIn('part', CONCERNED),
      this.#openSeats(knex, ids),
    ]);
    return { people, seats };
  }

  /** What a webhook endpoint is called; undefined when it was removed. */
  async endpointName(id: string): Promise<string | undefined> {
    const row: { name: string } | undefined = await this.#database
      .knex(tables.webhookEndpoints)
      .where({ id })
      .first('name');
    return row?.name;
  }

  /** Notes which notices of a request wait on something from now on, and which do no more. */
  async record(
    tx: Tx,
    requestId: string,
    change: { opened: readonly OpenNotice[]; closed: readonly OpenNotice[] },
  ): Promise<void> {
    const toRow = ({ recipient, cause }: OpenNotice): OpenNoticeRow => ({
      request_id: requestId,
      recipient,
      cause,
    });
    const causes = [...new Set(change.closed.map(({ cause }) => cause))];
    for (let from = 0; from < causes.length; from += CHUNK) {
      await tx(tables.openNotices)
        .where('request_id', requestId)
        .whereIn('cause', causes.slice(from, from + CHUNK))
        .delete();
    }
    const opened = change.opened.map(toRow);
    for (let from = 0; from < opened.length; from += CHUNK) {
      await tx(tables.openNotices)
        .insert(opened.slice(from, from + CHUNK))
        .onConflict(['request_id', 'recipient', 'cause'])
        .ignore();
    }
  }

  async #openSeats(
    on: Tx | Database['knex'],
    ids: readonly string[],
  ): Promise<SeatRow[]> {
    return this.#about(on(tables.tasks), ids)
      .where({ status: 'open', kind: 'approver' })
      .select('id', 'request_id', 'assignee', 'round', 'stage');
  }

  /** On PostgreSQL one text for any number of requests, which is parsed once. */
  #about(query: Knex.QueryBuilder, ids: readonly string[]) {
    return this.#database.isPostgres
      ? query.whereRaw('request_id = any(?::uuid[])', [[...ids]])
      : query.whereIn('request_id', [...ids]);
  }
}

function toStanding(rows: {
  request: Pick<RequestRow, 'status' | 'round'>;
  seats: SeatRow[];
  stages: StageRow[];
  barred: RequestPersonRow[];
  open: OpenNoticeRow[];
}): Standing {
  const { request, seats, stages, barred, open } = rows;
  const causes = new Set<Cause>(seats.map(({ id }) => seatCause(id)));
  const dueAt = new Map<string, string>();
  for (const { round, idx, status, due_at } of stages) {
    const place = { round, stage: idx };
    causes.add(overdueCause(place));
    if (status === 'held') {
      causes.add(heldCause(place));
    }
    if (due_at !== null && due_at !== NEVER) {
      dueAt.set(stageKey(place), due_at);
    }
  }
  if (request.status === 'changes_requested') {
    causes.add(changesCause(request.round));
  }
  return {
    causes,
    seats: new Map(
      seats.map(({ id, assignee, round, stage }) => [
        id,
        { person: assignee, place: { round, stage } },
      ]),
    ),
    dueAt,
    barred: new Set(barred.map(({ person }) => person)),
    open,
  };
}
