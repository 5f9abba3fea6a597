import { Database, Tx } from '../database';
import { Caller, notFound } from '../http';
import { EndpointStore } from './EndpointStore';
import { Endpoint } from './types';
import { WebhookAccess } from './WebhookAccess';

type Options = {
  database: Database;
  store: EndpointStore;
  access: WebhookAccess;
  /** Called after each change, so that what is remembered of endpoints is read again. */
  onChange: () => void;
  /** UTC text with milliseconds. */
  now: () => string;
};

/** Lets callers change endpoints, one at a time. */
export class EndpointChanges {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Changes an endpoint in one transaction, under its lock.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND
   */
  async change(
    caller: Caller,
    id: string,
    work: (tx: Tx, before: Endpoint, at: string) => Promise<Endpoint>,
  ): Promise<Endpoint> {
    const { database, store, access, now, onChange } = this.#options;
    await access.requireChange(caller);
    const after = await database.inTransaction(async tx => {
      const before = await store.lock(tx, id);
      if (!before) {
        throw notFound();
      }
      return work(tx, before, now());
    });
    onChange();
    return after;
  }
}
