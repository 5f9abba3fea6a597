import { createExtensionPoint } from '@backstage/backend-plugin-api';
import {
  Execution,
  RunDetails,
  RunState,
} from '@countersign/backstage-plugin-approvals-common';

/** How a run stands, as its executor sees it: all but `bypassed`, which the approvals plugin finds out. */
export type RunSeen = {
  state: Exclude<RunState, 'bypassed'>;
  /** One sentence for people: why it cannot go on, or what went wrong. */
  message?: string;
  /**
   * It has gone past the step that asks for the approval. So it is known that
   * it did so without one. What is `done` has, when this is left out; what is
   * in any other state has not.
   */
  isPast?: boolean;
  /** It goes on after a refusal too, knowing of it. */
  goesOnWhenRejected?: boolean;
  /** Whatever the policy says, no service can let it go on as it is now. */
  needsRequester?: boolean;
};

/** How a run stands, with what somebody who decides wants to see of it. */
export type RunDescribed = {
  seen: RunSeen;
  /**
   * Why it cannot go on although it waits, for as long as this is so, in one
   * sentence: shown as `gone`, and noted nowhere.
   */
  keptBack?: string;
  /** Absent while only this cannot be told. */
  details?: RunDetails;
};

/**
 * Runs what was approved: templates, tokens, provisioning plans.
 *
 * Requests with an `execution` of its kind are made by its plugin only, which
 * alone uses their passes. Every method may be called by several backends at
 * once, and again after it succeeded.
 */
export interface Executor {
  /** The kind of executions: `scaffolder`. */
  readonly kind: string;
  /** The plugin whose service asks, and acts on the approval: `scaffolder`. */
  readonly pluginId: string;

  /** How the run stands now. Throws what can be tried again. */
  look(
    execution: Execution,
    options: { signal: AbortSignal },
  ): Promise<RunSeen>;

  /** How the run stands now, and what somebody who decides wants to see of it: for pages. Throws what can be tried again. */
  describe(
    execution: Execution,
    options: { signal: AbortSignal },
  ): Promise<RunDescribed>;

  /** Where it is shown: a path below the portal, or a whole address. */
  link(execution: Execution): string | undefined;

  /**
   * Lets a parked run go on by the service's own right, where the policy says
   * `resumeAs: service`. Does nothing to one that goes on already.
   *
   * Throws what is to be tried again, among it a run that has not parked yet.
   *
   * @param options.endedAt - when its request ended, UTC: one that has parked
   * long after it knows of it, and waits for something else
   */
  resume(
    execution: Execution,
    options: { signal: AbortSignal; endedAt?: string },
  ): Promise<RunSeen>;

  /**
   * Tells of runs that may have changed, as far as the executor hears of it:
   * a hint, so that they are looked at soon. `idPrefix` begins the ids of
   * their executions.
   */
  watch?(changed: (hint: { idPrefix: string }) => void): Promise<void>;
}

/** Where modules of the approvals plugin bring what runs after an approval. */
export interface ApprovalsExecutorsExtensionPoint {
  /** @throws Error when there is one of that kind */
  addExecutor(executor: Executor): void;
}

/** Where modules of the approvals plugin bring what runs after an approval. */
export const approvalsExecutorsExtensionPoint =
  createExtensionPoint<ApprovalsExecutorsExtensionPoint>({
    id: 'approvals.executors',
  });
