import { UserInfoService } from '@backstage/backend-plugin-api';
import { Database } from '../database';
import { Eraser, History } from '../history';
import { DelegationService, KnownUsers, PeopleService } from '../people';
import { Access } from '../permissions';
import { PinnedDefinitions } from '../policies';
import { Sandbox } from '../sandbox';
import { CallerFactsService } from './CallerFactsService';
import { ContextCheck } from './ContextCheck';
import { Deliveries } from './Deliveries';
import { RequestBatchStore } from './RequestBatchStore';
import { RequestChanges } from './RequestChanges';
import { RequestList } from './RequestList';
import { RequestMaker } from './RequestMaker';
import { RequestReader } from './RequestReader';
import { RequestService } from './RequestService';
import { RequestSteps } from './RequestSteps';
import { RequestStore } from './RequestStore';
import { Retention } from './Retention';
import { RetentionStore } from './RetentionStore';
import { RequestViews } from './RequestViews';
import { RunsOf } from './runsOf';
import { Searches } from './Searches';
import { TaskService } from './TaskService';
import { TaskViews } from './TaskViews';

/** The services of requests, wired. */
export function createRequests(options: {
  database: Database;
  history: History;
  eraser: Eraser;
  access: Access;
  sandbox: Sandbox;
  people: PeopleService;
  users: KnownUsers;
  delegations: DelegationService;
  userInfo: UserInfoService;
  callbackFault: (url: string) => Promise<string | undefined>;
  runsOf: RunsOf;
  executorOf: (kind: string) => string | undefined;
  wake: () => void;
  now: () => string;
  newId: () => string;
  newSalt: () => string;
}) {
  const definitions = new PinnedDefinitions({ database: options.database });
  const definitionOf = definitions.get.bind(definitions);
  const shared = {
    ...options,
    definitionOf,
    activePolicy: definitions.active.bind(definitions),
    store: new RequestStore({ database: options.database, definitionOf }),
    reader: new RequestReader({ database: options.database }),
    contexts: new ContextCheck({ sandbox: options.sandbox }),
  };
  const facts = new CallerFactsService(shared);
  const changes = new RequestChanges({
    ...shared,
    facts,
    steps: new RequestSteps(shared),
  });
  const batches = new RequestBatchStore(shared);
  const deliveries = new Deliveries({ ...shared, store: batches });
  const views = new RequestViews({ ...shared, facts });
  return {
    store: shared.store,
    reader: shared.reader,
    batches,
    deliveries,
    views,
    list: new RequestList(shared),
    maker: new RequestMaker(shared),
    requests: new RequestService({ ...shared, changes }),
    tasks: new TaskService({ ...shared, changes }),
    taskViews: new TaskViews({ ...shared, requests: views }),
    retention: new Retention({
      ...options,
      store: new RetentionStore(options),
    }),
    searches: new Searches({ ...shared, store: batches, deliveries }),
  };
}
