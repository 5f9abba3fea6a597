import { idsNeeded, RequestState, RuleResult, stageAt } from '../engine';
import { PeopleService } from '../people';
import { RequestChanges } from './RequestChanges';
import { RequestReader } from './RequestReader';
import { RequestStore } from './RequestStore';

type Place = { requestId: string; round: number; stage: number };

type Options = {
  store: RequestStore;
  reader: RequestReader;
  changes: RequestChanges;
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
    const { store, changes, people } = this.#options;
    const loaded = await store.load({ id: payload.requestId });
    if (!loaded || !isPresent(loaded.state, payload.round)) {
      return undefined;
    }
    const { state } = loaded;
    return changes.deliver(state.id, {
      type: 'conditionsEvaluated',
      round: payload.round,
      results: await people.conditions(
        state.definition.stages,
        await this.#facts(state),
      ),
    });
  }

  /** Finds the people of a stage. */
  async people(
    payload: Place & { attempt: number },
  ): Promise<string | undefined> {
    const { store, changes, people } = this.#options;
    const loaded = await store.load({ id: payload.requestId });
    if (
      !loaded ||
      !isPresent(loaded.state, payload.round) ||
      stageAt(loaded.state, payload)?.search?.attempt !== payload.attempt
    ) {
      return undefined;
    }
    const { state } = loaded;
    const { name, approvers, observers } = state.definition.stages[payload.stage];
    const found = await people.find({
      facts: {
        ...(await this.#facts(state)),
        stage: { name, index: payload.stage },
      },
      approvers,
      observers,
    });
    return changes.deliver(state.id, {
      type: 'peopleFound',
      round: payload.round,
      stage: payload.stage,
      attempt: payload.attempt,
      approvers: found.approvers,
      observers: found.observers,
      notUsers: found.notUsers,
      leavers: await this.#leavers(state, payload),
      taskIds: this.#ids(found.approvers, found.observers),
    });
  }

  /** Takes a breached deadline to its stage, with the people to escalate to. */
  async breach(
    payload: Place & { number: number },
  ): Promise<string | undefined> {
    const { store, changes, people } = this.#options;
    const loaded = await store.load({ id: payload.requestId });
    if (!loaded || !isPresent(loaded.state, payload.round)) {
      return undefined;
    }
    const { state } = loaded;
    const { name, deadline } = state.definition.stages[payload.stage];
    const found = await people.find({
      facts: {
        ...(await this.#facts(state)),
        stage: { name, index: payload.stage },
      },
      escalation: deadline?.escalateTo ?? [],
    });
    return changes.deliver(state.id, {
      type: 'breachDue',
      round: payload.round,
      stage: payload.stage,
      number: payload.number,
      escalation: found.escalation,
      notUsers: found.notUsers,
      leavers: await this.#leavers(state, payload),
      taskIds: this.#ids(found.escalation),
    });
  }

  /** Looks whether the holders of a stage's open seats are still Users of the catalog. */
  async seats(payload: Place): Promise<string | undefined> {
    const { store, changes } = this.#options;
    const loaded = await store.load({ id: payload.requestId });
    if (!loaded || !isPresent(loaded.state, payload.round)) {
      return undefined;
    }
    return changes.deliver(payload.requestId, {
      type: 'seatsChecked',
      round: payload.round,
      stage: payload.stage,
      leavers: await this.#leavers(loaded.state, payload),
    });
  }

  async #facts(state: RequestState) {
    const { reader, people, now } = this.#options;
    const [context, requester] = await Promise.all([
      reader.contextOf(state.id, state.round),
      people.requester(state.requester),
    ]);
    const { id, round, createdAt, policyKey, policyVersion, subject } = state;
    return {
      request: { id, round, createdAt, policyKey, policyVersion },
      requester,
      subject,
      context,
      now: now(),
    };
  }

  async #leavers(state: RequestState, place: Place): Promise<string[]> {
    const holders = (stageAt(state, place)?.tasks ?? [])
      .filter(({ status }) => status === 'open')
      .map(({ person }) => person);
    if (holders.length === 0) {
      return [];
    }
    const users = await this.#options.people.users(holders);
    return holders.filter(person => !users.has(person));
  }

  #ids(...results: RuleResult[][]): string[] {
    return Array.from({ length: idsNeeded(...results) }, this.#options.newId);
  }
}

function isPresent(state: RequestState, round: number): boolean {
  return state.status === 'in_review' && state.round === round;
}
