import { Database } from '../database';
import { History } from '../history';
import { Guard, GuardedClient, SecretBox } from '../outgoing';
import { Outbox, OutboxWorker } from '../outbox';
import { Access } from '../permissions';
import { Callbacks } from './Callbacks';
import { DeliveryService } from './DeliveryService';
import { DeliveryStore } from './DeliveryStore';
import { SEND, TEST } from './drafts';
import { Endpoints } from './Endpoints';
import { EndpointChanges } from './EndpointChanges';
import { EndpointSecrets } from './EndpointSecrets';
import { EndpointStore } from './EndpointStore';
import { EndpointViews } from './EndpointViews';
import { Failures } from './Failures';
import { HealthStore } from './HealthStore';
import { RuleCalls } from './RuleCalls';
import { Sender } from './Sender';
import { SecretRotation } from './SecretRotation';
import { SendingStore } from './SendingStore';
import { WebhookSettings } from './types';
import { WebhookAccess } from './WebhookAccess';
import { WebhookEvents } from './WebhookEvents';
import { WebhookService } from './WebhookService';
import { WebhookSubscriber } from './WebhookSubscriber';
import { WebhookTidy } from './WebhookTidy';

type Options = {
  database: Database;
  history: History;
  outbox: Outbox;
  access: Pick<Access, 'may'>;
  guard: Guard;
  client: GuardedClient;
  box: SecretBox;
  settings: WebhookSettings;
  /** How long deliveries are kept, in milliseconds. */
  keepDeliveries: number;
  /** Tells the worker that there may be something to send. */
  wake: () => void;
  /** UTC text with milliseconds. */
  now: () => string;
  newId: () => string;
};

/** The services of webhooks, wired. */
export function createWebhooks(options: Options) {
  const { database, box, settings, keepDeliveries, wake, now } = options;
  const clock = () => Date.parse(now());
  const store = new EndpointStore(database);
  const deliveryStore = new DeliveryStore(database);
  const secrets = new EndpointSecrets({ box });
  const endpoints = new Endpoints({ store, secrets, clock });
  const onChange = () => {
    endpoints.forget();
    wake();
  };
  const shared = {
    ...options,
    ...settings,
    keepDeliveries,
    access: new WebhookAccess(options),
    events: new WebhookEvents(options),
    health: new HealthStore(database),
    secrets,
    clock,
    onChange,
  };
  const sending = new SendingStore(database);
  const views = new EndpointViews({
    ...shared,
    store,
    deliveries: deliveryStore,
  });
  const changes = new EndpointChanges({ ...shared, store });
  const rotation = new SecretRotation({ ...shared, store, changes, views });
  return {
    endpoints,
    views,
    rotation,
    webhooks: new WebhookService({
      ...shared,
      store,
      deliveries: deliveryStore,
      changes,
      views,
      rotation,
    }),
    deliveries: new DeliveryService({
      ...shared,
      store: deliveryStore,
      endpoints: store,
    }),
    callbacks: new Callbacks({ ...shared, store }),
    rules: new RuleCalls({ ...shared, endpoints }),
    subscriber: new WebhookSubscriber({
      ...shared,
      endpoints: store,
      deliveries: deliveryStore,
    }),
    sender: new Sender({ ...shared, endpoints, store: sending }),
    failures: new Failures({
      ...shared,
      store: sending,
      onDisabled: onChange,
    }),
    tidy: new WebhookTidy({
      ...shared,
      endpoints: store,
      deliveries: deliveryStore,
    }),
  };
}

/** A handler is ended so many milliseconds after its own time limit, should that not work. */
const MARGIN = 20_000;

/** Lets a worker send what the subscriber makes, and what people send by hand. */
export function handleWebhooks(
  worker: OutboxWorker,
  room: Pick<
    ReturnType<typeof createWebhooks>,
    'endpoints' | 'sender' | 'failures'
  >,
  settings: WebhookSettings,
): void {
  const { endpoints, sender, failures } = room;
  const shared = {
    timeout: settings.timeout + MARGIN,
    onFailure: failures.record.bind(failures),
  };
  worker.handle(SEND, sender.send, {
    ...shared,
    retryDelays: settings.retryDelays,
    concurrency: settings.concurrency,
    channels: () => endpoints.channels(),
  });
  worker.handle(TEST, sender.send, { ...shared, retryDelays: [] });
}
