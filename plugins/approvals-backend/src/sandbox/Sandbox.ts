import { Issue } from '@countersign/backstage-plugin-approvals-common';
import { Lanes } from './Lanes';
import { RunEnd, SandboxThread } from './SandboxThread';
import {
  ExpressionCheck,
  ExpressionText,
  ItemResult,
  StageExpression,
  Task,
  Variables,
} from './types';

/** A step that was ended from outside gets one more try: the machine may have been busy. */
const TRIES = 2;
/** Steps of one run that may be ended from outside before the rest is given up. */
const PATIENCE = 4;

const OVERRAN = 'took too long and was stopped';
const CRASHED = 'needed too much memory and was stopped';
const GIVEN_UP = 'was not tried, since others before it took too long';

type Run = {
  task: Task;
  results: ItemResult[];
  resolve: (results: ItemResult[]) => void;
  reject: (error: Error) => void;
};

/** What an evaluation gave. */
export type Evaluation<T> = { value: T } | { fault: string };

/**
 * Checks and evaluates what people wrote in policies, on worker threads that
 * are ended and replaced when a step overruns its time or memory. Nothing in
 * there sees more than what it is given. All methods throw once it is closed.
 *
 * Runs of one lane go one after the other, and lanes take turns: nobody's slow
 * expressions hold more than one thread.
 */
export class Sandbox {
  readonly #lanes = new Lanes<Run>();
  readonly #threads: number;
  readonly #limit: number;
  readonly #idle: SandboxThread[] = [];
  readonly #all = new Set<SandboxThread>();
  #busy = 0;
  #closed = false;

  /**
   * @param options.threads - how many threads at most; they start when needed. Default 2.
   * @param options.limit - milliseconds that an evaluation may take. Default 200.
   */
  constructor(options: { threads?: number; limit?: number } = {}) {
    this.#threads = options.threads ?? 2;
    this.#limit = options.limit ?? 200;
  }

  /** Parses and type-checks expressions. */
  async checkExpressions(
    lane: string,
    items: ExpressionText[],
  ): Promise<ExpressionCheck[]> {
    return this.#run(lane, { kind: 'checkExpressions', items });
  }

  /** Evaluates expressions over the same variables. */
  async evaluate(
    lane: string,
    variables: Variables,
    items: StageExpression[],
  ): Promise<Evaluation<unknown>[]> {
    const results = await this.#run(lane, {
      kind: 'evaluate',
      variables,
      items,
    });
    return results.map(({ fault, value }) =>
      fault === undefined ? { value } : { fault },
    );
  }

  /** What is wrong in a JSON Schema; paths are JSON Pointers into it. */
  async checkSchema(
    lane: string,
    schema: Record<string, unknown>,
  ): Promise<Issue[]> {
    return toIssues(
      await this.#run(lane, { kind: 'checkSchemas', items: [schema] }),
    );
  }

  /** What is wrong in a context by its schema; paths are JSON Pointers into the context. */
  async checkContext(
    lane: string,
    schema: Record<string, unknown>,
    context: Record<string, unknown>,
  ): Promise<Issue[]> {
    return toIssues(
      await this.#run(lane, {
        kind: 'checkContexts',
        items: [{ schema, context }],
      }),
    );
  }

  /** Ends all threads; what waits or runs is refused, since nothing is known about it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#lanes.clear().forEach(({ reject }) => reject(closed()));
    await Promise.all([...this.#all].map(thread => thread.end()));
  }

  #run(lane: string, task: Task): Promise<ItemResult[]> {
    return new Promise((resolve, reject) => {
      const run = { task, results: [], resolve, reject };
      if (task.items.length === 0) {
        resolve([]);
      } else if (this.#closed) {
        reject(closed());
      } else {
        this.#lanes.add(lane, run);
        this.#next();
      }
    });
  }

  #next(): void {
    while (this.#busy < this.#threads) {
      const next = this.#lanes.take();
      if (!next) {
        return;
      }
      const { lane, item: run } = next;
      this.#busy += 1;
      this.#work(run)
        .catch(run.reject)
        .finally(() => {
          this.#busy -= 1;
          this.#lanes.done(lane);
          this.#next();
        });
    }
  }

  async #work(run: Run): Promise<void> {
    const tries = new Map<number, number>();
    for (let from = 0, lost = 0; from < run.task.items.length; ) {
      const end = await this.#runFrom(run, from);
      if (end === 'done') {
        break;
      }
      if (this.#closed) {
        throw closed();
      }
      lost += 1;
      if (end === 'absent') {
        if (lost === PATIENCE) {
          throw new Error('The sandbox does not start');
        }
        continue;
      }
      from = end.at;
      const tried = (tries.get(from) ?? 0) + 1;
      tries.set(from, tried);
      if (tried === TRIES) {
        const fault = end.gone === 'overran' ? OVERRAN : CRASHED;
        run.results[from] = { fault };
        from += 1;
      }
      if (lost === PATIENCE) {
        giveUp(run);
        return;
      }
    }
    run.resolve(run.results);
  }

  async #runFrom(run: Run, from: number): Promise<RunEnd> {
    const thread = this.#take();
    const end = await thread.run(
      run.task,
      from,
      this.#limit,
      (index, result) => {
        run.results[index] = result;
      },
    );
    if (end === 'done') {
      this.#idle.push(thread);
    } else {
      this.#all.delete(thread);
    }
    return end;
  }

  #take(): SandboxThread {
    for (
      let idle = this.#idle.pop();
      idle !== undefined;
      idle = this.#idle.pop()
    ) {
      if (idle.isUsable) {
        return idle;
      }
      this.#all.delete(idle);
    }
    const thread = new SandboxThread();
    this.#all.add(thread);
    return thread;
  }
}

function giveUp(run: Run): void {
  run.resolve(
    Array.from(
      run.task.items,
      (_, index) => run.results[index] ?? { fault: GIVEN_UP },
    ),
  );
}

function closed(): Error {
  return new Error('The sandbox is closed: the plugin is shutting down');
}

function toIssues(results: ItemResult[]): Issue[] {
  return results.flatMap(({ issues, fault }) =>
    fault === undefined ? issues ?? [] : [{ path: '', message: fault }],
  );
}
