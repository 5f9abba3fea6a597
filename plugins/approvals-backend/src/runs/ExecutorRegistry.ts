import {
  ApprovalsExecutorsExtensionPoint,
  Executor,
} from '@countersign/backstage-plugin-approvals-node';

/** What runs after approvals in this backend, as modules brought it. */
export class ExecutorRegistry implements ApprovalsExecutorsExtensionPoint {
  readonly #executors = new Map<string, Executor>();

  addExecutor(executor: Executor): void {
    const { kind } = executor;
    if (this.#executors.has(kind)) {
      throw new Error(`There is an executor of '${kind}' already`);
    }
    this.#executors.set(kind, executor);
  }

  /** The executor of a kind. */
  get(kind: string): Executor | undefined {
    return this.#executors.get(kind);
  }

  /** All of them. */
  all(): Executor[] {
    return [...this.#executors.values()];
  }

  /** The service that a kind belongs to, as it calls; undefined: it belongs to none. */
  serviceOf(kind: string): string | undefined {
    const executor = this.get(kind);
    return executor && `plugin:${executor.pluginId}`;
  }
}
