import {
  Page,
  PolicyDefinition,
  RequestItem,
  RequestQuery,
} from '@countersign/backstage-plugin-approvals-common';
import { Database } from '../database';
import { Caller } from '../http';
import { Access } from '../permissions';
import { askedPage } from './listPage';
import { requestItem } from './requestItem';
import { pageOfRequests } from './requestQueries';
import { RunsOf, withExecution } from './runsOf';
import { requestsSeenBy } from './requestsSeenBy';

type Options = {
  database: Database;
  access: Access;
  definitionOf: (key: string, version: number) => Promise<PolicyDefinition>;
  runsOf: RunsOf;
  now: () => string;
};

/** What callers see of many requests. */
export class RequestList {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Requests that the caller may see. */
  async page(caller: Caller, query: RequestQuery): Promise<Page<RequestItem>> {
    const { access, database, definitionOf, runsOf, now } = this.#options;
    const { limit, cursor, sort = '-createdAt', status, ...rest } = query;
    const shown = { ...rest, status: status && [status].flat() };
    const scope = await requestsSeenBy(caller, access);
    const { page, cut } = askedPage({ limit, cursor }, sort, shown);
    const at = now();
    const found = await pageOfRequests(database, { ...shown, scope }, page, at);
    const { rows, nextCursor } = cut(found.requests);
    const definitions = await Promise.all(
      rows.map(row => definitionOf(row.policy_key, row.policy_version)),
    );
    const runs = await runsOf(
      rows.map((row, index) => withExecution(row, definitions[index])),
    );
    const items = rows.map((row, index) => {
      const beside = {
        definition: definitions[index],
        run: runs.get(row.id),
      };
      return requestItem(row, found, beside, at);
    });
    return { items, nextCursor };
  }
}
