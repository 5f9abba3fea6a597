import {
  EffectHandler,
  JointHandler,
  OutboxWorker,
  PATIENT_RETRY_DELAYS,
  RetryLater,
} from '../outbox';
import { Searches } from '../requests';
import { Deadlines } from './Deadlines';

/**
 * How many run at once: so many share a look-up and a transaction. More than
 * are saved together, so that the next ones are looked up meanwhile.
 */
const CONCURRENCY = 250;

/**
 * Timers of each kind: ten thousand that fall due at the same moment take less
 * than five seconds, and leave room for those who decide meanwhile.
 */
const PER_SECOND = 2_250;

/** A timer that is brought again at the time that its work gives, if it gives one. */
const repeating =
  <P>(work: (payload: P) => Promise<string | undefined>): EffectHandler =>
  async ({ payload }) => {
    const again = await work(payload as P);
    if (again) {
      throw new RetryLater(again);
    }
  };

/** Timers that come again day by day: those of one batch are put off by one statement. */
const together =
  <P>(work: (payload: P) => Promise<string | undefined>): JointHandler =>
  async (effects, { later, failed }) => {
    await Promise.all(
      effects.map(async effect => {
        try {
          const again = await work(effect.payload as P);
          if (again) {
            later(effect, again);
          }
        } catch (error) {
          failed(effect, error);
        }
      }),
    );
  };

/** Registers who brings requests what is found for them and what falls due. */
export function handleDueTimes(
  worker: OutboxWorker,
  { deadlines, searches }: { deadlines: Deadlines; searches: Searches },
): void {
  const waitedFor: Record<string, EffectHandler> = {
    'request.conditions': repeating(searches.conditions.bind(searches)),
    'stage.people': repeating(searches.people.bind(searches)),
  };
  const timers: Record<string, EffectHandler> = {
    'stage.reminder': repeating(deadlines.reminder.bind(deadlines)),
    'stage.breach': repeating(deadlines.breach.bind(deadlines)),
    'request.expiry': repeating(deadlines.expiry.bind(deadlines)),
    'pass.expiry': repeating(deadlines.passExpiry.bind(deadlines)),
  };
  const options = {
    retryDelays: PATIENT_RETRY_DELAYS,
    concurrency: CONCURRENCY,
  };
  for (const [kind, handler] of Object.entries(waitedFor)) {
    worker.handle(kind, handler, options);
  }
  for (const [kind, handler] of Object.entries(timers)) {
    worker.handle(kind, handler, { ...options, perSecond: PER_SECOND });
  }
  worker.handleTogether(
    'stage.seats',
    together(deadlines.seats.bind(deadlines)),
    {
      retryDelays: PATIENT_RETRY_DELAYS,
      most: CONCURRENCY,
      perSecond: PER_SECOND,
    },
  );
}
