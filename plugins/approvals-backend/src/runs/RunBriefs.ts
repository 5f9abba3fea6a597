import {
  Execution,
  PolicyDefinition,
  Request,
  RunBrief,
} from '@countersign/backstage-plugin-approvals-common';
import { ExecutorRegistry } from './ExecutorRegistry';
import { RunStore, RunWithPass } from './RunStore';
import { waitsFor } from './seen';

/** A request that something may run after. */
export type WithExecution = Pick<Request, 'id' | 'createdAt' | 'status'> & {
  execution?: Execution;
  definition: Pick<PolicyDefinition, 'resumeAs'>;
};

/** How runs stood when they were last looked at. */
export class RunBriefs {
  readonly #store: RunStore;
  readonly #executors: ExecutorRegistry;
  readonly #now: () => string;

  constructor(options: {
    store: RunStore;
    executors: ExecutorRegistry;
    now: () => string;
  }) {
    this.#store = options.store;
    this.#executors = options.executors;
    this.#now = options.now;
  }

  /** By the ids of requests; without those after which nothing runs that is known here, for which nothing is asked. */
  async of(requests: readonly WithExecution[]): Promise<Map<string, RunBrief>> {
    const running = requests.filter(
      ({ execution }) => execution && this.#executors.get(execution.kind),
    );
    if (running.length === 0) {
      return new Map();
    }
    const known = await this.#store.withPasses(running.map(({ id }) => id));
    const byId = new Map(known.map(run => [run.requestId, run]));
    return new Map(
      running.map(request => [
        request.id,
        this.#brief(request, byId.get(request.id)),
      ]),
    );
  }

  /** A run that was not noted yet has just parked. */
  #brief(request: WithExecution, run: RunWithPass | undefined): RunBrief {
    const { createdAt, execution } = request;
    const asked = { ...request, pass: run?.pass };
    return {
      state: run?.state ?? 'waiting',
      at: run?.at ?? createdAt,
      message: run?.message,
      link: execution && this.linkOf(execution),
      waitsFor: run && waitsFor(run, asked, this.#now()),
    };
  }

  /** Where a run is shown; as whoever asked said, where its executor does not say. */
  linkOf(execution: Execution): string | undefined {
    return (
      this.#executors.get(execution.kind)?.link(execution) ?? execution.link
    );
  }
}
