import {
  createDelegationBody,
  Delegation,
  delegationManagePermission,
  DelegationQuery,
  LIMITS,
  Page,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { Database, Tx } from '../database';
import { EventDraft, History, sealText } from '../history';
import {
  ApprovalsRefusal,
  Caller,
  decodeCursor,
  encodeCursor,
  notFound,
  Once,
  refuseUnlessPersonal,
} from '../http';
import { Access } from '../permissions';
import { refuseImpossible, sharePolicy, toPublic } from './delegationRules';
import {
  DelegationStore,
  RunningDelegation,
  StoredDelegation,
} from './DelegationStore';
import { PeopleService } from './PeopleService';

type CreateBody = z.output<typeof createDelegationBody>;

type Options = {
  database: Database;
  store: DelegationStore;
  history: History;
  people: PeopleService;
  access: Pick<Access, 'may'>;
  /** UTC text with milliseconds. */
  now: () => string;
  newId: () => string;
  newSalt: () => string;
};

const SORT = '-createdAt';

/** Time windows in which one person may act for another. */
export class DelegationService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Lets somebody act for the caller, or for `delegator` when the caller
   * manages other people's delegations.
   *
   * @param readBody - parses the body; called once it is clear that the caller may delegate
   * @throws ApprovalsRefusal NOT_ALLOWED, TOKEN_NOT_ALLOWED, INVALID_INPUT,
   *   PERSON_UNKNOWN, DELEGATION_OVERLAP
   */
  async create(
    caller: Caller,
    readBody: () => CreateBody,
    once?: Once,
  ): Promise<Delegation> {
    refuseUnlessPersonal(caller);
    const made = once?.again && (await this.#options.store.get(once.id));
    if (made) {
      return toPublic(made, this.#options.now());
    }
    const body = readBody();
    const { delegator = caller.ref } = body;
    if (delegator !== caller.ref && !(await this.#manages(caller))) {
      throw new ApprovalsRefusal(
        'NOT_ALLOWED',
        'Only an administrator delegates for somebody else',
      );
    }
    const now = this.#options.now();
    const start = body.start < now ? now : body.start;
    refuseImpossible({
      delegator,
      delegate: body.delegate,
      start,
      end: body.end,
    });
    await this.#refuseStrangers(delegator, body.delegate);

    const { database, newId } = this.#options;
    const delegation: StoredDelegation = {
      id: once?.id ?? newId(),
      delegator,
      delegate: body.delegate,
      start,
      end: body.end,
      ...(body.policyKeys && { policyKeys: [...new Set(body.policyKeys)] }),
      ...(body.reason && { reason: body.reason }),
      createdBy: caller.ref,
      createdAt: now,
      eventId: newId(),
    };
    await database.inTransaction(tx => this.#add(tx, delegation));
    return toPublic(delegation, now);
  }

  /** Somebody's delegations from either side, newest first; the caller's own unless said otherwise. */
  async list(
    caller: Caller,
    query: DelegationQuery,
  ): Promise<Page<Delegation>> {
    const own = caller.kind === 'user' ? caller.ref : undefined;
    const person = query.person ?? own;
    if ((!own || person !== own) && !(await this.#manages(caller))) {
      throw new ApprovalsRefusal(
        'NOT_ALLOWED',
        "Only an administrator sees other people's delegations",
      );
    }
    const { store, now } = this.#options;
    const { limit: asked, cursor, ...rest } = query;
    const filters = { ...rest, person };
    const limit = Number(asked ?? LIMITS.page / 2);
    const at = now();
    const found = await store.list({
      person,
      state: query.state,
      now: at,
      after: cursor ? decodeCursor(cursor, SORT, filters) : undefined,
      limit: limit + 1,
    });
    const items = found.slice(0, limit).map(item => toPublic(item, at));
    const last = items.at(-1);
    return {
      items,
      ...(found.length > limit &&
        last && {
          nextCursor: encodeCursor(SORT, filters, {
            value: last.createdAt,
            id: last.id,
          }),
        }),
    };
  }

  /**
   * Ends a delegation now, from either side; one to come is taken away. One
   * that is over stays as it is.
   *
   * @throws ApprovalsRefusal NOT_FOUND, NOT_ALLOWED, TOKEN_NOT_ALLOWED
   */
  async end(caller: Caller, id: string): Promise<void> {
    refuseUnlessPersonal(caller);
    const { database, store, history, now, newId } = this.#options;
    const delegation = await store.get(id);
    const { delegator, delegate } = delegation ?? {};
    const isSide = caller.ref === delegator || caller.ref === delegate;
    if (!delegation || !(isSide || (await this.#manages(caller)))) {
      throw notFound();
    }
    await database.inTransaction(async tx => {
      const at = now();
      await store.lockPair(tx, delegation);
      if (await store.end(tx, { id, by: caller.ref, now: at })) {
        await history.append(tx, streamOf(id), [
          {
            id: newId(),
            type: 'delegation.ended',
            actor: caller.ref,
            at,
            payload: {
              id,
              delegator: delegation.delegator,
              delegate: delegation.delegate,
            },
          },
        ]);
      }
    });
  }

  /** The windows in which somebody may act for others now. */
  runningFor(delegate: string, now: string): Promise<RunningDelegation[]> {
    return this.#options.store.runningFor(delegate, now);
  }

  /** The windows in which others may act for these people now. */
  delegatesOf(people: string[], now: string): Promise<RunningDelegation[]> {
    return this.#options.store.delegatesOf(people, now);
  }

  async #add(tx: Tx, delegation: StoredDelegation): Promise<void> {
    const { store, history, newSalt } = this.#options;
    await store.lockPair(tx, delegation);
    const rivals = await store.overlapping(tx, delegation);
    if (rivals.some(rival => sharePolicy(rival, delegation))) {
      throw new ApprovalsRefusal(
        'DELEGATION_OVERLAP',
        `'${delegation.delegate}' may act for '${delegation.delegator}' in a part of that time already`,
      );
    }
    const { id, delegator, delegate, start, end, policyKeys } = delegation;
    const reason = delegation.reason && sealText(delegation.reason, newSalt());
    const draft: EventDraft = {
      id: delegation.eventId,
      type: 'delegation.created',
      actor: delegation.createdBy,
      at: delegation.createdAt,
      payload: {
        id,
        delegator,
        delegate,
        start,
        end,
        ...(policyKeys && { policyKeys }),
        ...(reason && { textHash: reason.textHash }),
      },
      ...(reason && { text: reason }),
    };
    await history.append(tx, streamOf(id), [draft]);
    await store.add(tx, delegation);
  }

  async #refuseStrangers(delegator: string, delegate: string): Promise<void> {
    const users = await this.#options.people.users([delegator, delegate]);
    const issues = Object.entries({ delegator, delegate })
      .filter(([, person]) => !users.has(person))
      .map(([side, person]) => ({
        path: `/${side}`,
        message: `the catalog has no '${person}'`,
      }));
    if (issues.length > 0) {
      const [{ path, message }] = issues;
      throw new ApprovalsRefusal('PERSON_UNKNOWN', `${path}: ${message}`, {
        issues,
      });
    }
  }

  #manages(caller: Caller): Promise<boolean> {
    return this.#options.access.may(caller, delegationManagePermission);
  }
}

function streamOf(id: string): string {
  return `delegation:${id}`;
}
