import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  Page,
  RequestItem,
  RequestQuery,
} from '@countersign/backstage-plugin-approvals-common';
import { Database } from '../database';
import { goesOnAlone, RequestState } from '../engine';
import { History } from '../history';
import { asRefusal, Caller } from '../http';
import { ExecutorRegistry } from './ExecutorRegistry';
import { Reconcile } from './Reconcile';
import { RunBriefs } from './RunBriefs';
import { RunEffects } from './RunEffects';
import { RunHints } from './RunHints';
import { RunKeeper } from './RunKeeper';
import { RunRecords } from './RunRecords';
import { RunSubscriber } from './RunSubscriber';
import { RunStore } from './RunStore';
import { RunViews } from './RunViews';
import { hasOpenPass } from './seen';
import { Twins } from './Twins';

/** What is asked of requests, and of one that is to be taken back. */
type Requests = {
  batches: { load(id: string): Promise<{ state: RequestState } | undefined> };
  requests: {
    withdraw(
      caller: Caller,
      id: string,
      readBody: () => { reason?: string },
    ): Promise<unknown>;
  };
  views: { see(caller: Caller, id: string): Promise<RequestState> };
  list: {
    page(caller: Caller, query: RequestQuery): Promise<Page<RequestItem>>;
  };
};

/** The services of runs, wired. */
export function createRuns(options: {
  database: Database;
  history: History;
  executors: ExecutorRegistry;
  requests: Requests;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  logger: LoggerService;
  now: () => string;
  newId: () => string;
  /** Milliseconds that an executor gets for an answer. */
  patience?: number;
  /** And a pass of the reconcile until it begins with no more runs. */
  budget?: number;
  /** And pass until a hint is followed. */
  later?: number;
}) {
  const { requests, auth } = options;
  const load = async (id: string) => (await requests.batches.load(id))?.state;
  const shared = { ...options, load, store: new RunStore(options.database) };
  const briefs = new RunBriefs(shared);
  const records = new RunRecords(shared);
  const keeper = new RunKeeper({
    ...shared,
    records,
    withdraw: async (id, service, reason) => {
      const credentials = await auth.getOwnServiceCredentials();
      const caller: Caller = { kind: 'service', ref: service, credentials };
      await requests.requests
        .withdraw(caller, id, () => ({ reason }))
        .catch(ignoreEnded);
    },
  });
  const reconcile = new Reconcile({ ...shared, keeper });
  return {
    briefs,
    reconcile,
    /** Whether an approved run is for the requester to let go on. */
    waitsForRequester: async (id: string): Promise<boolean> => {
      const request = await load(id);
      return (
        request?.execution !== undefined &&
        options.executors.get(request.execution.kind) !== undefined &&
        hasOpenPass(request, options.now()) &&
        !goesOnAlone(request)
      );
    },
    effects: new RunEffects({ ...shared, keeper, records }),
    hints: new RunHints({ ...shared, reconcile }),
    subscriber: new RunSubscriber(shared),
    views: new RunViews({
      ...shared,
      briefs,
      records,
      twins: new Twins({
        list: (caller, query) => requests.list.page(caller, query),
      }),
      see: (caller, id) => requests.views.see(caller, id),
    }),
  };
}

/** Somebody else was faster, and it has ended. */
function ignoreEnded(error: unknown): void {
  if (asRefusal(error)?.code !== 'REQUEST_ENDED') {
    throw error;
  }
}
