import { SchedulerService } from '@backstage/backend-plugin-api';
import { Database } from './database';
import { createHistory } from './history';
import { IdempotencyStore } from './http';
import { removeEnded } from './outbox';
import { createRequests } from './requests';
import { Settings } from './settings';
import { createWebhooks } from './webhooks';

type Services = {
  database: Database;
  keys: IdempotencyStore;
  /** How long what is kept. */
  retention: Settings['retention'];
  requests: Pick<ReturnType<typeof createRequests>, 'retention'>;
  webhooks: Pick<ReturnType<typeof createWebhooks>, 'tidy'>;
  history: Pick<ReturnType<typeof createHistory>, 'sealer'>;
};

/** Has what is old removed and what is new sealed, by one of all processes each time. */
export async function scheduleHousekeeping(
  services: Services & { scheduler: SchedulerService },
): Promise<void> {
  const { scheduler, history } = services;
  await scheduler.scheduleTask({
    id: 'approvals-tidy',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    fn: signal => tidy(services, signal),
  });
  await scheduler.scheduleTask({
    id: 'approvals-seal',
    // Made by whichever of these comes first on a new day.
    frequency: { hours: 1 },
    timeout: { minutes: 30 },
    initialDelay: { minutes: 1 },
    fn: async () => {
      await history.sealer.seal();
    },
  });
}

async function tidy(
  { database, keys, retention, requests, webhooks }: Services,
  signal: AbortSignal,
): Promise<void> {
  await keys.removeOld(Date.now());
  const ago = (millis: number) => new Date(Date.now() - millis).toISOString();
  await removeEnded(database, {
    done: ago(retention.outbox),
    exhausted: ago(retention.exhausted),
  });
  await webhooks.tidy.run(Date.now());
  await requests.retention.apply(retention, signal);
}
