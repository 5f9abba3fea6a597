import { idsNeeded, RequestState, RuleResult, stageAt } from '../engine';
import { Found, PeopleService, RequestFacts, withTimeout } from '../people';
import { Deliveries } from './Deliveries';
import { RequestBatchStore } from './RequestBatchStore';

/** A stage in one round of a request. */
export type Place = { requestId: string; round: number; stage: number };

/** Milliseconds that what does not need the catalog waits for it. */
const PATIENCE = 2_000;

type Options = {
  store: RequestBatchStore;
  deliveries: Deliveries;
  people: PeopleService;
  now: () => string;
  newId: () => string;
};

/**
 * The work that a request sends outside: conditions to evaluate and people to
 * find. Rules are resolved before the request's lock is taken; what comes too
 * late is ignored by the engine.
 */
export class Searches {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Evaluates the conditions of a round's stages, over its frozen context. */
  async conditions(payload: {
    requestId: string;
    round: number;
  }): Promise<string | undefined> {
    const { store, deliveries, people } = this.#options;
    const loaded = await store.load(payload.requestId);
    if (!loaded || !isPresent(loaded.state, payload.round)) {
      return undefined;
    }
    const { state } = loaded;
    return deliveries.deliver(state.id, {
      type: 'conditionsEvaluated',
      round: payload.round,
      results: await people.conditions(
        state.definition.stages,
        await this.#factsOf(state, await people.requester(state.requester)),
      ),
    });
  }

  /** Finds the people of a stage. */
  async people(
    payload: Place & { attempt: number },
  ): Promise<string | undefined> {
    const { store, deliveries } = this.#options;
    const loaded = await store.load(payload.requestId);
    if (
      !loaded ||
      !isPresent(loaded.state, payload.round) ||
      stageAt(loaded.state, payload)?.search?.attempt !== payload.attempt
    ) {
      return undefined;
    }
    const { state } = loaded;
    const found = await this.#find(state, payload.stage);
    return deliveries.deliver(state.id, {
      type: 'peopleFound',
      round: payload.round,
      stage: payload.stage,
      attempt: payload.attempt,
      approvers: found.approvers,
      observers: found.observers,
      notUsers: found.notUsers,
      leavers: await this.leaversIfKnown(state, payload),
      taskIds: this.#idsFor(found.approvers, found.observers),
    });
  }

  /**
   * The people to whom a stage's deadline escalates, and ids for their seats.
   * Where it does not escalate, nothing is asked of anybody.
   *
   * @throws ServiceUnavailableError while the catalog does not even know who asked
   */
  async escalation(
    state: RequestState,
    index: number,
  ): Promise<{
    escalation: RuleResult[];
    notUsers: string[];
    taskIds: string[];
  }> {
    const { people } = this.#options;
    const { name, deadline } = state.definition.stages[index];
    if (deadline?.onBreach !== 'escalate') {
      return { escalation: [], notUsers: [], taskIds: [] };
    }
    const requester = await people.requester(state.requester);
    const facts = await this.#factsOf(state, requester);
    const { escalation, notUsers } = await people.find({
      facts: { ...facts, stage: { name, index } },
      escalation: deadline.escalateTo ?? [],
    });
    return { escalation, notUsers, taskIds: this.#idsFor(escalation) };
  }

  /** What a stage's rules give: each a failure while the catalog does not even know who asked. */
  async #find(state: RequestState, index: number): Promise<Found> {
    const { people } = this.#options;
    const { name, approvers, observers } = state.definition.stages[index];
    let requester: RequestFacts['requester'];
    try {
      requester = await people.requester(state.requester);
    } catch (error) {
      // For the engine to see, which tries again and holds the stage after a while.
      const failed = () => ({
        failure: 'resolver' as const,
        message: (error as Error).message,
      });
      return {
        approvers: approvers.map(failed),
        observers: observers.map(failed),
        escalation: [],
        notUsers: [],
      };
    }
    const facts = await this.#factsOf(state, requester);
    return people.find({
      facts: { ...facts, stage: { name, index } },
      approvers,
      observers,
    });
  }

  /** What rules and expressions see of a request now; without a stage. */
  async #factsOf(state: RequestState, requester: RequestFacts['requester']) {
    const { store, now } = this.#options;
    const { id, round, createdAt, policyKey, policyVersion, subject } = state;
    const context = await store.contextOf(id, round);
    return {
      request: { id, round, createdAt, policyKey, policyVersion },
      requester,
      subject,
      context,
      now: now(),
    };
  }

  /** Holders of a stage's open seats who are no Users of the catalog any more. */
  async leaversOf(state: RequestState, place: Place): Promise<string[]> {
    const holders = (stageAt(state, place)?.tasks ?? [])
      .filter(({ status }) => status === 'open')
      .map(({ person }) => person);
    if (holders.length === 0) {
      return [];
    }
    const users = await this.#options.people.users(holders);
    return holders.filter(person => !users.has(person));
  }

  /**
   * As {@link leaversOf}, and nobody when the catalog does not say soon: a due
   * time does not wait for it, and the daily look at the seats finds them.
   */
  async leaversIfKnown(state: RequestState, place: Place): Promise<string[]> {
    return withTimeout(PATIENCE, () => this.leaversOf(state, place)).catch(
      () => [],
    );
  }

  /** Ids for the seats that these results may open. */
  #idsFor(...results: RuleResult[][]): string[] {
    return Array.from({ length: idsNeeded(...results) }, () =>
      this.#options.newId(),
    );
  }
}

/** Whether the request is in review in that round: what a worker brings for another is late. */
export function isPresent(state: RequestState, round: number): boolean {
  return state.status === 'in_review' && state.round === round;
}
