import {
  Execution,
  RunDetails,
} from '@countersign/backstage-plugin-approvals-common';
import { Executor, RunDescribed, RunSeen } from '../executors';

/**
 * Stands in for an executor in tests of whatever asks one: its runs are as the
 * test says. One that is not named waits, and goes on when it is let.
 */
export class ExecutorDouble implements Executor {
  readonly kind: string;
  readonly pluginId: string;
  /** How runs stand, by the ids of their executions; an error is thrown. */
  readonly runs = new Map<string, RunSeen | Error>();
  /** What is told of runs, instead of the usual. */
  readonly details = new Map<string, Partial<RunDetails> | Error>();
  /** Ids of the executions that were let go on, in order. */
  readonly resumed: string[] = [];
  /** And of those that were looked at. */
  readonly looked: string[] = [];
  #changed: (hint: { idPrefix: string }) => void = () => {};

  constructor(options: { kind?: string; pluginId?: string } = {}) {
    this.kind = options.kind ?? 'scaffolder';
    this.pluginId = options.pluginId ?? 'scaffolder';
  }

  async look({ id }: Execution): Promise<RunSeen> {
    this.looked.push(id);
    return given(this.runs.get(id) ?? { state: 'waiting' });
  }

  async describe(execution: Execution): Promise<RunDescribed> {
    const { id } = execution;
    return {
      seen: await this.look(execution),
      details: {
        parameters: [{ title: 'Name', value: id }],
        steps: [],
        ...given(this.details.get(id) ?? {}),
      },
    };
  }

  link({ id }: Execution): string {
    return `/create/tasks/${id}`;
  }

  async resume({ id }: Execution): Promise<RunSeen> {
    this.resumed.push(id);
    const seen = given<RunSeen>(this.runs.get(id) ?? { state: 'waiting' });
    if (seen.state !== 'waiting') {
      return seen;
    }
    const goesOn: RunSeen = { state: 'running' };
    this.runs.set(id, goesOn);
    return goesOn;
  }

  async watch(changed: (hint: { idPrefix: string }) => void): Promise<void> {
    this.#changed = changed;
  }

  /** Tells that runs whose executions' ids begin so may have changed. */
  hint(idPrefix: string): void {
    this.#changed({ idPrefix });
  }
}

function given<T>(value: T | Error): T {
  if (value instanceof Error) {
    throw value;
  }
  return value;
}
