import { Run } from '@countersign/backstage-plugin-approvals-common';
import {
  Executor,
  RunDescribed,
  RunSeen,
} from '@countersign/backstage-plugin-approvals-node';
import { RequestState } from '../engine';
import { Caller, notFound } from '../http';
import { withTimeout } from '../people';
import { ExecutorRegistry } from './ExecutorRegistry';
import { RunBriefs } from './RunBriefs';
import { RunRecords } from './RunRecords';
import { KnownRun, RunChange, RunStore } from './RunStore';
import { isPast, waitsFor } from './seen';
import { Twins } from './Twins';

/** Milliseconds that an executor gets while somebody waits for the answer. */
const PATIENCE = 5_000;

const NOT_REACHED =
  'It cannot be asked at the moment how it stands: this is how it was last seen.';

type Options = {
  executors: ExecutorRegistry;
  store: RunStore;
  briefs: RunBriefs;
  records: RunRecords;
  twins: Twins;
  /** A request that the caller may see. @throws ApprovalsRefusal NOT_FOUND */
  see: (caller: Caller, id: string) => Promise<RequestState>;
  now: () => string;
  /** Milliseconds that an executor gets. */
  patience?: number;
};

type Shown = RunChange & { isGivenUp: boolean };

/** A run that was not noted yet has just parked. */
function newRun({ createdAt, execution }: RequestState): Shown {
  return {
    state: 'waiting',
    at: createdAt,
    needsRequester: (execution?.secrets ?? []).length > 0,
    takesRefusal: false,
    isGivenUp: false,
  };
}

/** What callers see of what runs after an approval. */
export class RunViews {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * The run of a request, as its executor says now; as it was last seen when
   * that cannot be reached.
   *
   * @throws ApprovalsRefusal NOT_FOUND, also when nothing runs that is known here
   */
  async get(caller: Caller, requestId: string): Promise<Run> {
    const { executors, store, twins, briefs, see } = this.#options;
    const request = await see(caller, requestId);
    const { execution } = request;
    const executor = execution && executors.get(execution.kind);
    if (!executor) {
      throw notFound();
    }
    const [[run], described = {}, others] = await Promise.all([
      store.of([requestId]),
      this.#asked(signal => executor.describe(execution, { signal })),
      twins.of(caller, request),
    ]);
    const { seen, details, keptBack }: Partial<RunDescribed> = described;
    const shown = await this.#shown(caller, {
      request,
      run,
      executor,
      // What is written down as gone because of it stays so as long.
      seen: keptBack && run?.state === 'gone' ? undefined : seen,
    });
    const isKeptBack = keptBack !== undefined && shown.state === 'waiting';
    const waits =
      isKeptBack || (seen && isPast(seen))
        ? undefined
        : waitsFor(shown, request, this.#options.now());
    const { kind, id, secrets = [] } = execution;
    const isRequester =
      caller.kind === 'user' && caller.ref === request.requester;
    // What was filled in stands in the address, also what pages do not show.
    const { again, ...told } = details ?? {};
    return {
      ...told,
      ...(isRequester && again !== undefined && { again }),
      link: briefs.linkOf(execution),
      ...(isKeptBack
        ? { state: 'gone', message: keptBack }
        : { state: shown.state, message: seen ? shown.message : NOT_REACHED }),
      at: shown.at,
      waitsFor: waits,
      goesOnWhenRejected: seen?.goesOnWhenRejected,
      kind,
      id,
      secrets,
      twins: others,
      canResume:
        waits === 'requester' && isRequester && caller.actor === undefined,
    };
  }

  /** Notes what was seen; what cannot be noted is shown all the same. */
  async #shown(
    caller: Caller,
    looked: {
      request: RequestState;
      run: KnownRun | undefined;
      executor: Executor;
      seen: RunSeen | undefined;
    },
  ): Promise<Shown> {
    const { records, see } = this.#options;
    const { request, run, seen } = looked;
    if (!seen) {
      return run ?? newRun(request);
    }
    const isNews = isPast(seen) || seen.state !== (run?.state ?? 'waiting');
    const change = await records.note(run, {
      // What it did since the request was loaded, it may have done by right.
      request: isNews ? await see(caller, request.id) : request,
      seen,
    });
    return {
      ...change,
      isGivenUp: run?.isGivenUp === true && change.state === run.state,
    };
  }

  async #asked<T>(
    ask: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const { patience = PATIENCE } = this.#options;
    return withTimeout(patience, ask).catch(() => undefined);
  }
}
