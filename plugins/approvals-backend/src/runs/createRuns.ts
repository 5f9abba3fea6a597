import {
  Page,
  RequestItem,
  RequestQuery,
} from '@countersign/backstage-plugin-approvals-common';
import { Database } from '../database';
import { RequestState } from '../engine';
import { History } from '../history';
import { Caller } from '../http';
import { ExecutorRegistry } from './ExecutorRegistry';
import { RunBriefs } from './RunBriefs';
import { RunRecords } from './RunRecords';
import { RunSubscriber } from './RunSubscriber';
import { RunStore } from './RunStore';
import { RunViews } from './RunViews';
import { Twins } from './Twins';

/** What is asked of requests. */
type Requests = {
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
  now: () => string;
  newId: () => string;
}) {
  const { requests } = options;
  const shared = { ...options, store: new RunStore(options.database) };
  const briefs = new RunBriefs(shared);
  const records = new RunRecords(shared);
  return {
    briefs,
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
