import { HumanDuration } from '@backstage/types';

export interface Config {
  approvals?: {
    /**
     * Users and groups who get the notices to administrators: stages that are
     * held, webhooks that were given up, a history that does not verify. A
     * bare name is a group. It gives no permission. Default: nobody.
     */
    administrators?: string[];
    /** How many writes each caller may send; counted in each process. */
    limits?: {
      /** Writes a second in the long run. Default 20; 0 turns the limit off. */
      writesPerSecond?: number;
      /** Writes at once after a rest. Default 100. */
      burst?: number;
    };
    /** How long rows that are done with are kept. Events stay for ever. */
    retention?: {
      /** Answers to POSTs with an Idempotency-Key. Default 24 hours. */
      idempotencyKeys?: HumanDuration | string;
      /** Finished effects of the outbox. Default 7 days. */
      outbox?: HumanDuration | string;
    };
  };
}
