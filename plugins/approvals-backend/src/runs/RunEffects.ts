import { LoggerService } from '@backstage/backend-plugin-api';
import { Tx } from '../database';
import { goesOnAlone, RequestState } from '../engine';
import { Effect } from '../outbox';
import { RunKeeper } from './RunKeeper';
import { AboutRequest, RunRecords } from './RunRecords';
import { RunStore } from './RunStore';

type Options = {
  store: RunStore;
  keeper: RunKeeper;
  records: RunRecords;
  load: (id: string) => Promise<RequestState | undefined>;
  logger: LoggerService;
};

/** Does what follows for a run once its request has ended. */
export class RunEffects {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Looks after the run of a request; only what is to go on by itself is tried again. */
  readonly resume = async ({ payload }: Effect): Promise<void> => {
    const { store, keeper, load, logger } = this.#options;
    const { requestId } = payload as AboutRequest;
    const [run] = await store.of([requestId]);
    if (!run) {
      return;
    }
    try {
      await keeper.tend(run);
    } catch (error) {
      const request = await load(requestId);
      if (request && goesOnAlone(request)) {
        throw error;
      }
      logger.info(
        `Could not look at the run of request '${requestId}'`,
        error as Error,
      );
    }
  };

  /** Notes that a run could not be let go on, when it is not tried any more. */
  readonly failed = async (
    tx: Tx,
    { payload }: Effect,
    { error, retryAt }: { error: unknown; retryAt?: string },
  ): Promise<void> => {
    if (retryAt === undefined) {
      const why = error instanceof Error ? error.message : String(error);
      await this.#options.records.giveUp(
        tx,
        payload as AboutRequest,
        `It could not be let go on: ${why}`,
      );
    }
  };
}
