import {
  Page,
  PolicyDefinition,
  requestReadPermission,
  TaskCount,
  TaskItem,
  TaskQuery,
} from '@countersign/backstage-plugin-approvals-common';
import { Database, TaskListRow } from '../database';
import { Caller, decodeCursor, encodeCursor, notFound } from '../http';
import { DelegationService } from '../people';
import { Access, requestResourceRef } from '../permissions';
import { RequestViews } from './RequestViews';
import { Seats, TaskFilters } from './taskConditions';
import { dueTimes, oneTask, pageOfTasks } from './taskQueries';
import { taskItem } from './taskView';

type Options = {
  database: Database;
  requests: RequestViews;
  delegations: DelegationService;
  access: Access;
  definitionOf: (key: string, version: number) => Promise<PolicyDefinition>;
  now: () => string;
};

const PAGE = 25;
/** The badge counts no further. */
const CAP = 100;

/** What callers see of tasks: the inbox, its badge, and other people's seats. */
export class TaskViews {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Open tasks that the caller can act on now, of another status those that
   * were the caller's; or, with `assignee`, those of one person.
   */
  async list(caller: Caller, query: TaskQuery): Promise<Page<TaskItem>> {
    const { database, definitionOf, now } = this.#options;
    const {
      limit: asked,
      cursor,
      sort = 'dueAt',
      status = 'open',
      overdue,
      assignee,
      ...rest
    } = query;
    const at = now();
    const shown = { ...rest, status: [status].flat(), overdue, assignee };
    const own = await this.#ownSeats(caller, at);
    const filters: TaskFilters = {
      ...rest,
      status: shown.status,
      seats: await this.#seats(caller, assignee, own, at),
      overdueAt: overdue === 'true' ? at : undefined,
      notDueAt: overdue === 'false' ? at : undefined,
    };
    const limit = Number(asked ?? PAGE);
    const column = sort.endsWith('dueAt') ? 'due_at' : 'created_at';
    const rows = await pageOfTasks(database.knex, filters, {
      sort: column,
      descending: sort.startsWith('-'),
      after: cursor ? decodeCursor(cursor, sort, shown) : undefined,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const items = await Promise.all(
      page.map(async row =>
        taskItem(
          row,
          await definitionOf(row.policy_key, row.policy_version),
          own,
          at,
        ),
      ),
    );
    const last = page.at(-1);
    return {
      items,
      nextCursor:
        rows.length > limit && last
          ? encodeCursor(sort, shown, { value: last[column], id: last.id })
          : undefined,
    };
  }

  /** How many open tasks wait on the caller, counted to 100. */
  async count(caller: Caller): Promise<TaskCount> {
    const { database, now } = this.#options;
    if (caller.kind === 'service') {
      return { open: 0, overdue: 0, capped: false };
    }
    const at = now();
    const dues = await dueTimes(
      database.knex,
      await this.#ownSeats(caller, at),
      CAP,
    );
    const counted = dues.slice(0, CAP);
    return {
      open: counted.length,
      overdue: counted.filter(dueAt => dueAt <= at).length,
      capped: dues.length > CAP,
    };
  }

  /** One task. @throws ApprovalsRefusal NOT_FOUND, also for what the caller may not see */
  async get(caller: Caller, id: string): Promise<TaskItem> {
    const { database, definitionOf, requests, now } = this.#options;
    const row: TaskListRow | undefined = await oneTask(database.knex, id);
    if (!row) {
      throw notFound();
    }
    await requests.see(caller, row.request_id);
    const at = now();
    return taskItem(
      row,
      await definitionOf(row.policy_key, row.policy_version),
      await this.#ownSeats(caller, at),
      at,
    );
  }

  async #seats(
    caller: Caller,
    assignee: string | undefined,
    own: Seats,
    now: string,
  ): Promise<TaskFilters['seats']> {
    if (caller.kind === 'user' && assignee === undefined) {
      return { of: 'caller', seats: own };
    }
    if (caller.kind === 'user' && assignee === caller.ref) {
      return { of: 'person', person: assignee, scope: 'all', now };
    }
    const [{ criteria }] = await this.#options.access.scopes(
      caller,
      requestResourceRef,
      [requestReadPermission],
    );
    const scope =
      caller.kind === 'service' && criteria === 'none'
        ? { where: 'service' as const, subject: caller.ref }
        : criteria;
    return { of: 'person', person: assignee, scope, now };
  }

  async #ownSeats(caller: Caller, now: string): Promise<Seats> {
    if (caller.kind === 'service') {
      return { person: caller.ref, delegators: [] };
    }
    const running = await this.#options.delegations.runningFor(caller.ref, now);
    return {
      person: caller.ref,
      delegators: running.map(({ delegator, policyKeys }) => ({
        person: delegator,
        policyKeys,
      })),
    };
  }
}
