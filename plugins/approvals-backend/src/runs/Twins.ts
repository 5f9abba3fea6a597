import {
  Page,
  RequestItem,
  RequestQuery,
  Run,
} from '@countersign/backstage-plugin-approvals-common';
import { RequestState } from '../engine';
import { Caller } from '../http';

/** So many are named. */
const MOST = 10;

/** Finds requests that were made for the same, such as by a template that was started again. */
export class Twins {
  readonly #list: (
    caller: Caller,
    query: RequestQuery,
  ) => Promise<Page<RequestItem>>;

  constructor(options: {
    /** Requests that the caller may see, newest first. */
    list: (caller: Caller, query: RequestQuery) => Promise<Page<RequestItem>>;
  }) {
    this.#list = options.list;
  }

  /** Other requests of the same person for the same subject under the same policy, after which something runs. */
  async of(caller: Caller, request: RequestState): Promise<Run['twins']> {
    const { id, requester, policyKey, subject } = request;
    const { items } = await this.#list(caller, {
      requester,
      policyKey,
      subjectType: subject.type,
      subjectId: subject.id,
      limit: String(MOST + 1),
    });
    return items
      .filter(item => item.run && item.id !== id)
      .slice(0, MOST)
      .map(item => ({ id: item.id, status: item.status }));
  }
}
