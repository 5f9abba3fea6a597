import { HandlerOptions, OutboxWorker } from '../outbox';
import { RunEffects } from './RunEffects';
import { RESUME } from './RunSubscriber';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Tries over an hour: soon at first, since a run may not have parked yet. */
const RETRY_DELAYS: HandlerOptions['retryDelays'] = [
  SECOND,
  2 * SECOND,
  5 * SECOND,
  15 * SECOND,
  ...Array<number>(60).fill(MINUTE),
];

/** Lets a worker look after runs whose requests have ended. */
export function handleRuns(
  worker: OutboxWorker,
  { effects }: { effects: RunEffects },
): void {
  worker.handle(RESUME, effects.resume, {
    retryDelays: RETRY_DELAYS,
    onFailure: effects.failed,
  });
}
