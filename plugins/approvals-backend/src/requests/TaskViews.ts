import {
  Page,
  PolicyDefinition,
  TaskCount,
  TaskItem,
  TaskQuery,
  TaskStatus,
} from '@countersign/backstage-plugin-approvals-common';
import { Database, TaskListRow } from '../database';
import { Caller, notFound } from '../http';
import { DelegationService } from '../people';
import { Access } from '../permissions';
import { ownCount, ownInbox, ShownTaskRow } from './inboxQueries';
import { askedPage, ListPage } from './listPage';
import { requestsSeenBy } from './requestsSeenBy';
import { RequestViews } from './RequestViews';
import { Seats, TaskFilters } from './taskConditions';
import { countOpen, oneTask, pageOfTasks } from './taskQueries';
import { taskItem } from './taskView';

type Options = {
  database: Database;
  requests: RequestViews;
  delegations: DelegationService;
  access: Access;
  definitionOf: (key: string, version: number) => Promise<PolicyDefinition>;
  now: () => string;
};

/** What a list of tasks is asked for, without where in it. */
type Shown = Omit<TaskQuery, 'limit' | 'cursor' | 'sort' | 'status'> & {
  status: TaskStatus[];
};

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
    const { definitionOf, now } = this.#options;
    const { limit, cursor, sort = 'dueAt', ...rest } = query;
    const shown = { ...rest, status: [rest.status ?? 'open'].flat() };
    const { page, cut } = askedPage({ limit, cursor }, sort, shown);
    const at = now();
    const found = await this.#page(caller, shown, at, page);
    const { rows, nextCursor } = cut(found.rows);
    const items = await Promise.all(
      rows.map(async row =>
        taskItem(
          row,
          await definitionOf(row.policy_key, row.policy_version),
          found.own,
          at,
        ),
      ),
    );
    return { items, nextCursor };
  }

  /** How many open tasks wait on the caller, counted to 100. */
  async count(caller: Caller): Promise<TaskCount> {
    const { database, now } = this.#options;
    if (caller.kind === 'service') {
      return { open: 0, overdue: 0, capped: false };
    }
    const at = now();
    const own = { person: caller.ref, now: at };
    // One more than is shown tells that there are more.
    const most = CAP + 1;
    const { open, overdue } =
      (await ownCount(database, own, most)) ??
      (await countOpen(database.knex, {
        seats: await this.#ownSeats(caller, at),
        now: at,
        most,
      }));
    return {
      open: Math.min(open, CAP),
      overdue: Math.min(overdue, CAP),
      capped: open > CAP,
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

  /** Rows of a page, and whose seats the caller can act on. */
  async #page(
    caller: Caller,
    { overdue, assignee, status, ...rest }: Shown,
    now: string,
    page: ListPage,
  ): Promise<{ rows: ShownTaskRow[]; own: Seats }> {
    const { database } = this.#options;
    if (isPlainInbox(caller, { overdue, assignee, status, ...rest })) {
      const own = { person: caller.ref, now };
      const rows = await ownInbox(database, own, page);
      if (rows) {
        return { rows, own: { person: caller.ref, delegators: [] } };
      }
    }
    const own = await this.#ownSeats(caller, now);
    const filters: TaskFilters = {
      ...rest,
      status,
      seats: await this.#seats(caller, assignee, own, now),
      overdueAt: overdue === 'true' ? now : undefined,
      notDueAt: overdue === 'false' ? now : undefined,
    };
    return { rows: await pageOfTasks(database.knex, filters, page), own };
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
    const scope = await requestsSeenBy(caller, this.#options.access);
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

/** The inbox as it is opened: no filter but that seats are open. */
function isPlainInbox(
  { kind }: Caller,
  { status, ...filters }: Shown,
): boolean {
  return (
    kind === 'user' &&
    status.every(value => value === 'open') &&
    Object.values(filters).every(value => value === undefined)
  );
}
