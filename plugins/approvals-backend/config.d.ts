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
    /** What encrypts the secrets that the database keeps. Production does not start without. */
    encryption?: {
      /**
       * The first key encrypts, all of them decrypt: a new one is put in front.
       */
      keys?: {
        /**
         * 32 bytes in base64, as `openssl rand -base64 32` gives.
         * @visibility secret
         */
        secret: string;
      }[];
    };
    /** Where webhooks, callbacks and `http` rules may go. */
    http?: {
      /** Hosts that may be reached although their addresses are not public. */
      allow?: {
        /** A name or an IP address. */
        host: string;
        /** Any port, when left out. */
        port?: number;
        /** Plain http may be used, too. Certificates are checked all the same. */
        insecure?: boolean;
      }[];
    };
    /** How messages to webhook endpoints are sent. */
    webhooks?: {
      /**
       * Before the second try, the third and so on, each a tenth more or less;
       * after the last one a message is given up.
       * Default 5 s, 1 min, 5 min, 30 min, 2 h, 6 h, 12 h.
       */
      retryDelays?: (HumanDuration | string)[];
      /** What an endpoint gets to answer. Default 10 seconds. */
      timeout?: HumanDuration | string;
      /** Messages that one endpoint gets at once from each process. Default 5. */
      concurrency?: number;
      /** How long messages carry a signature with the old secret, too. Default 24 hours. */
      keepOldSecret?: HumanDuration | string;
      /** An endpoint that fails for so long is disabled. Default 5 days. */
      disableAfter?: HumanDuration | string;
      /** How long messages wait for an endpoint that is disabled. Default 30 days. */
      keepQueue?: HumanDuration | string;
    };
    /** How long rows that are done with are kept. Events stay for ever. */
    retention?: {
      /** Messages to webhook endpoints, with their tries. Default 90 days. */
      deliveries?: HumanDuration | string;
      /** Answers to POSTs with an Idempotency-Key. Default 24 hours. */
      idempotencyKeys?: HumanDuration | string;
      /** Finished effects of the outbox. Default 7 days. */
      outbox?: HumanDuration | string;
      /** Effects of the outbox that were given up, with their last error. Default 90 days. */
      exhausted?: HumanDuration | string;
      /**
       * The facts of requests that have ended, counted from their end; an hour
       * at least. They are kept for ever unless this is set. Their digests stay.
       */
      contexts?: HumanDuration | string;
      /** Comments and reasons of requests that have ended, the same. Their hashes stay. */
      texts?: HumanDuration | string;
    };
  };
}
