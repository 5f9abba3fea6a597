import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { Database } from '../database';
import { History } from '../history';
import { OutboxWorker } from '../outbox';
import { DelegationService } from '../people';
import { Subscriber } from '../publishing';
import { publishEvents } from './backstageEvents';
import { Hints } from './Hints';
import { KINDS, noticeDrafts } from './noticeDrafts';
import { Notices } from './Notices';
import { NoticeSender } from './NoticeSender';
import { NoticeStore } from './NoticeStore';
import { tellTrouble } from './troubles';

/** How much is looked up together. */
const EVENTS = 100;
const STEPS = 25;

/** A thousand recipients take Backstage's notifications five seconds. */
const TELLING_TIMEOUT = 5 * 60_000;

/** Registers who tells people and other plugins what happened, and gives who is to be told of all history. */
export function createNotices(options: {
  worker: Pick<OutboxWorker, 'handle' | 'handleTogether'>;
  database: Database;
  history: History;
  delegations: DelegationService;
  namesOf: (refs: Iterable<string>) => Promise<Map<string, string>>;
  definitionOf: (key: string, version: number) => Promise<PolicyDefinition>;
  waitsForRequester: (requestId: string) => Promise<boolean>;
  events: EventsService;
  signals: SignalsService;
  notifications: NotificationService;
  /** Users and groups. */
  administrators: readonly string[];
  logger: LoggerService;
  now: () => string;
}): Subscriber {
  const { worker, notifications, administrators, logger } = options;
  const store = new NoticeStore(options);
  const sender = new NoticeSender({
    service: notifications,
    logger,
    now: Date.now,
  });
  const notices = new Notices({ ...options, store, sender });
  worker.handleTogether(KINDS.event, publishEvents(options), {
    most: EVENTS,
    alsoAtLeisure: true,
  });
  worker.handleTogether(KINDS.notice, notices.tell, {
    most: STEPS,
    alsoAtLeisure: true,
    timeout: TELLING_TIMEOUT,
  });
  worker.handle(KINDS.trouble, tellTrouble({ sender, store, administrators }), {
    concurrency: 1,
  });
  const hints = new Hints({ ...options, store });
  return {
    draftsFor: noticeDrafts,
    afterwards: published => hints.add(published),
  };
}
