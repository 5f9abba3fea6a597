import {
  LifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { HandlerOptions, OutboxWorker } from '../outbox';
import { Reconcile } from './Reconcile';
import { RunEffects } from './RunEffects';
import { RunHints } from './RunHints';
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
export function handleRunEffects(
  worker: OutboxWorker,
  { effects }: { effects: RunEffects },
): void {
  worker.handle(RESUME, effects.resume, {
    retryDelays: RETRY_DELAYS,
    onFailure: effects.failed,
  });
}

/** Has runs looked after: when their requests end, when their executor hears of them, and now and then. */
export async function handleRuns(
  services: {
    worker: OutboxWorker;
    scheduler: SchedulerService;
    lifecycle: LifecycleService;
  },
  room: { effects: RunEffects; reconcile: Reconcile; hints: RunHints },
): Promise<void> {
  const { worker, scheduler, lifecycle } = services;
  handleRunEffects(worker, room);
  await scheduler.scheduleTask({
    id: 'approvals-runs',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    initialDelay: { seconds: 30 },
    fn: signal => room.reconcile.run(signal),
  });
  lifecycle.addStartupHook(() => room.hints.start());
  lifecycle.addShutdownHook(() => room.hints.stop());
}
