import {
  Execution,
  RunBrief,
} from '@countersign/backstage-plugin-approvals-common';
import { ExecutorRegistry } from './ExecutorRegistry';
import { KnownRun, RunStore } from './RunStore';

/** A request that something may run after. */
export type WithExecution = {
  id: string;
  createdAt: string;
  execution?: Execution;
};

/** How runs stood when they were last looked at. */
export class RunBriefs {
  readonly #store: RunStore;
  readonly #executors: ExecutorRegistry;

  constructor(options: { store: RunStore; executors: ExecutorRegistry }) {
    this.#store = options.store;
    this.#executors = options.executors;
  }

  /** By the ids of requests; without those after which nothing runs that is known here, for which nothing is asked. */
  async of(requests: readonly WithExecution[]): Promise<Map<string, RunBrief>> {
    const running = requests.filter(
      ({ execution }) => execution && this.#executors.get(execution.kind),
    );
    if (running.length === 0) {
      return new Map();
    }
    const known = await this.#store.of(running.map(({ id }) => id));
    const byId = new Map(known.map(run => [run.requestId, run]));
    return new Map(
      running.map(request => [
        request.id,
        this.brief(request, byId.get(request.id)),
      ]),
    );
  }

  /** A run that was not noted yet has just parked. */
  brief({ createdAt, execution }: WithExecution, run?: KnownRun): RunBrief {
    return {
      state: run?.state ?? 'waiting',
      at: run?.at ?? createdAt,
      message: run?.message,
      link: execution && this.linkOf(execution),
    };
  }

  /** Where a run is shown; as whoever asked said, where its executor does not say. */
  linkOf(execution: Execution): string | undefined {
    return (
      this.#executors.get(execution.kind)?.link(execution) ?? execution.link
    );
  }
}
