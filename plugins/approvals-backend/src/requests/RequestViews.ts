import {
  Event,
  Page,
  Request,
  RunBrief,
} from '@countersign/backstage-plugin-approvals-common';
import { explain, RequestState } from '../engine';
import { History } from '../history';
import { asRefusal, Caller, notFound } from '../http';
import { DelegationService } from '../people';
import { PastRequest } from '../policies';
import { CallerFacts, CallerFactsService } from './CallerFactsService';
import { isPart } from './isPart';
import { NewRound } from './change';
import { RequestReader } from './RequestReader';
import { requestStream, runStream } from './stream';
import { RequestStore } from './RequestStore';
import { requestView } from './requestView';
import { RunsOf } from './runsOf';

type Options = {
  store: RequestStore;
  reader: RequestReader;
  facts: CallerFactsService;
  delegations: DelegationService;
  history: History;
  runsOf: RunsOf;
  now: () => string;
};

/** A request that was made a moment ago. */
export type NewRequest = { state: RequestState; newRound: NewRound };

/** What callers see of one request. */
export class RequestViews {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * One request, with what the caller may do.
   *
   * @throws ApprovalsRefusal NOT_FOUND, also for what the caller may not see
   */
  get(caller: Caller, id: string): Promise<Request> {
    return this.#get(caller, id, false);
  }

  /** A request for somebody who has just done something with it. */
  getMade(caller: Caller, id: string): Promise<Request> {
    return this.#get(caller, id, true);
  }

  /** A request for whoever has just made it: nothing of it has to be read. */
  async ofNew(
    caller: Caller,
    { state, newRound: { context, submittedBy } }: NewRequest,
  ): Promise<Request> {
    const { facts, now } = this.#options;
    const at = now();
    const whole = await facts
      .whole(caller, state, at)
      .catch(error => this.#lessOf(caller, true, error));
    const { round, digest, roundStartedAt: submittedAt } = state;
    const first = { round, context, digest, submittedBy, submittedAt };
    return requestView(
      state,
      {
        rounds: [first],
        texts: new Map(),
        delegates: new Map(),
        viewer: explain(state, whole.caller, at),
        run: await this.#run(state),
      },
      at,
    );
  }

  async #get(caller: Caller, id: string, isKnown: boolean): Promise<Request> {
    const { store, facts, now } = this.#options;
    const loaded = await store.load({ id });
    if (!loaded) {
      throw notFound();
    }
    const at = now();
    const whole = await facts
      .whole(caller, loaded.state, at)
      .catch(error => this.#lessOf(caller, isKnown, error));
    if (!isKnown && !whole.sees && !isPart(loaded.state, caller)) {
      throw notFound();
    }
    const [rounds, texts, delegates, run] = await Promise.all([
      this.#options.reader.roundsOf(id),
      this.#options.reader.textsOf({ request_id: id }),
      this.#delegates(loaded.state, at),
      this.#run(loaded.state),
    ]);
    return requestView(
      loaded.state,
      {
        rounds,
        texts,
        delegates,
        viewer: explain(loaded.state, whole.caller, at),
        run,
      },
      at,
    );
  }

  /** What was done is answered as done, with fewer promises, when nobody says what else the caller may. */
  async #lessOf(
    caller: Caller,
    isKnown: boolean,
    error: unknown,
  ): Promise<CallerFacts> {
    if (!isKnown || asRefusal(error)?.code !== 'UNAVAILABLE') {
      throw error;
    }
    return { caller: await this.#options.facts.brief(caller), sees: true };
  }

  /** The history of a request and of what runs after it, oldest first. */
  async events(
    caller: Caller,
    id: string,
    page: { limit?: string; cursor?: string },
  ): Promise<Page<Event>> {
    const { execution } = await this.see(caller, id);
    const streams = [requestStream(id), ...(execution ? [runStream(id)] : [])];
    return this.#options.history.list(streams, page);
  }

  /** What a simulation takes from a request. @throws ApprovalsRefusal NOT_FOUND */
  async past(caller: Caller, id: string): Promise<PastRequest> {
    const { requester, subject, round } = await this.see(caller, id);
    const context = await this.#options.reader.contextOf(id, round);
    return { requester, subject, context };
  }

  /** The state of a request that the caller may see. @throws ApprovalsRefusal NOT_FOUND */
  async see(caller: Caller, id: string): Promise<RequestState> {
    const { store, facts, now } = this.#options;
    const loaded = await store.load({ id });
    if (!loaded) {
      throw notFound();
    }
    const { state } = loaded;
    if (
      !isPart(state, caller) &&
      !(await facts.whole(caller, state, now())).sees
    ) {
      throw notFound();
    }
    return state;
  }

  async #run(state: RequestState): Promise<RunBrief | undefined> {
    return (await this.#options.runsOf([state])).get(state.id);
  }

  /** Who may act now for each holder of an open seat. */
  async #delegates(
    state: RequestState,
    now: string,
  ): Promise<Map<string, string[]>> {
    const holders = state.stages
      .flatMap(({ tasks }) => tasks)
      .filter(({ status, kind }) => status === 'open' && kind === 'approver')
      .map(({ person }) => person);
    const running = await this.#options.delegations.delegatesOf(
      [...new Set(holders)],
      now,
    );
    const delegates = new Map<string, string[]>();
    for (const { delegator, delegate, policyKeys } of running) {
      if (!policyKeys || policyKeys.includes(state.policyKey)) {
        const known = delegates.get(delegator) ?? [];
        delegates.set(delegator, [...known, delegate]);
      }
    }
    return delegates;
  }
}
