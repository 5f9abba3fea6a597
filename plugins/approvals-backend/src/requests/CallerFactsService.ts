import {
  normaliseRef,
  passConsumePermission,
  requestCancelPermission,
  requestReadPermission,
  taskOverridePermission,
  taskReassignPermission,
} from '@countersign/backstage-plugin-approvals-common';
import { UserInfoService } from '@backstage/backend-plugin-api';
import { Caller as EngineCaller, RequestState } from '../engine';
import { Caller } from '../http';
import { DelegationService, KnownUsers } from '../people';
import { Access, RequestFacts, requestResourceRef } from '../permissions';
import { RequestStore } from './RequestStore';

/** What is known of a caller about one request. */
export type CallerFacts = {
  caller: EngineCaller;
  /** Whether the caller may see the request. */
  sees: boolean;
};

const NO_RIGHTS = {
  override: false,
  reassign: false,
  cancel: false,
  consume: false,
};

/** Looks up what the engine has to know of a caller. */
export class CallerFactsService {
  readonly #options: {
    users: KnownUsers;
    delegations: DelegationService;
    access: Access;
    userInfo: UserInfoService;
    store: RequestStore;
  };

  constructor(options: {
    users: KnownUsers;
    delegations: DelegationService;
    access: Access;
    userInfo: UserInfoService;
    store: RequestStore;
  }) {
    this.#options = options;
  }

  /**
   * Enough for somebody who acts on a seat or a request of their own. Nothing
   * is asked of the permission framework: it costs more than the decision, and
   * only the engine says who may decide.
   */
  async brief(caller: Caller): Promise<EngineCaller> {
    return {
      kind: caller.kind,
      ref: caller.ref,
      actor: caller.actor,
      isUser: await this.#isUser(caller),
      delegators: [],
      may: NO_RIGHTS,
      ownsPolicy: false,
    };
  }

  /** Everything: delegations that run now, permissions, ownership of the policy. */
  async whole(
    caller: Caller,
    state: RequestState,
    now: string,
  ): Promise<CallerFacts> {
    const { users, access } = this.#options;
    const [delegators, rights, consume, ownsPolicy, isUser] = await Promise.all(
      [
        this.#delegators(caller, state.policyKey, now),
        this.#rights(caller, state, now),
        access.may(caller, passConsumePermission),
        this.#ownsPolicy(caller, state.definition.owner),
        this.#isUser(caller),
      ],
    );
    const gone = new Set(await users.notUsers(delegators));
    const [read, override, reassign, cancel] = rights;
    return {
      caller: {
        kind: caller.kind,
        ref: caller.ref,
        actor: caller.actor,
        isUser,
        delegators: delegators.map(person => ({
          person,
          isUser: !gone.has(person),
        })),
        may: { override, reassign, cancel, consume },
        ownsPolicy,
      },
      sees: read || isOwnRequestOfService(caller, state),
    };
  }

  /** To read, override, hand on, cancel. */
  async #rights(
    caller: Caller,
    state: RequestState,
    now: string,
  ): Promise<boolean[]> {
    const scopes = await this.#options.access.scopes(
      caller,
      requestResourceRef,
      [
        requestReadPermission,
        taskOverridePermission,
        taskReassignPermission,
        requestCancelPermission,
      ],
    );
    if (scopes.every(({ criteria }) => typeof criteria === 'string')) {
      // What is allowed or not whatever the request is needs none of its facts.
      return scopes.map(({ criteria }) => criteria === 'all');
    }
    const facts = await this.#requestFacts(state, now);
    return scopes.map(scope => scope.admits(facts));
  }

  async #isUser(caller: Caller): Promise<boolean> {
    if (caller.kind === 'service') {
      return false;
    }
    return this.#options.users.isUser(caller.ref);
  }

  async #delegators(
    caller: Caller,
    policyKey: string,
    now: string,
  ): Promise<string[]> {
    if (caller.kind === 'service') {
      return [];
    }
    const running = await this.#options.delegations.runningFor(caller.ref, now);
    return running
      .filter(({ policyKeys }) => !policyKeys || policyKeys.includes(policyKey))
      .map(({ delegator }) => delegator);
  }

  async #ownsPolicy(caller: Caller, owner?: string): Promise<boolean> {
    if (!owner || caller.kind === 'service') {
      return false;
    }
    const { ownershipEntityRefs } = await this.#options.userInfo.getUserInfo(
      caller.credentials,
    );
    return ownershipEntityRefs.some(ref => normaliseRef(ref) === owner);
  }

  async #requestFacts(state: RequestState, now: string): Promise<RequestFacts> {
    const tasks = state.stages.flatMap(stage => stage.tasks);
    const seated = tasks
      .filter(({ kind }) => kind === 'approver')
      .map(({ person }) => person);
    const [owners, delegations] = await Promise.all([
      this.#options.store.ownersOf(state.id),
      this.#options.delegations.delegatesOf([...new Set(seated)], now),
    ]);
    return {
      requester: state.requester,
      service: state.service,
      policyKey: state.policyKey,
      policyOwner: state.definition.owner,
      subjectType: state.subject.type,
      owners,
      people: [
        ...tasks.map(({ person }) => person),
        ...tasks.flatMap(({ decision }) => (decision ? [decision.by] : [])),
      ],
      delegates: delegations
        .filter(
          ({ policyKeys }) =>
            !policyKeys || policyKeys.includes(state.policyKey),
        )
        .map(({ delegate }) => delegate),
    };
  }
}

/** A service always sees what it asked for itself. */
function isOwnRequestOfService(caller: Caller, state: RequestState): boolean {
  return caller.kind === 'service' && state.service === caller.ref;
}
