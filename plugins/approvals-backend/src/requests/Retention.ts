import { RequestEventType } from '@countersign/backstage-plugin-approvals-common';
import { Tx } from '../database';
import { AUDIT_STREAM, Eraser, History } from '../history';
import { End, RetentionKind, RetentionStore } from './RetentionStore';
import { requestIdOf, requestStream } from './stream';

/** The events that end a request. */
const ENDS: RequestEventType[] = [
  'request.approved',
  'request.rejected',
  'request.withdrawn',
  'request.cancelled',
  'request.expired',
];

/** So many requests are named by one event. */
const REQUESTS_AT_ONCE = 100;

type Options = {
  store: RetentionStore;
  history: History;
  eraser: Eraser;
  now: () => string;
  newId: () => string;
};

/** Takes away what is kept of ended requests for a time only, and says so. */
export class Retention {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Takes facts, comments and reasons away of the requests that ended so long
   * ago, a hundred in a transaction. Their digests and hashes stay.
   *
   * @param kept - milliseconds since the end; what is left out stays for ever
   * @param signal - ends it after the present hundred
   */
  async apply(
    kept: { [K in RetentionKind]?: number },
    signal?: AbortSignal,
  ): Promise<void> {
    for (const what of ['contexts', 'texts'] as const) {
      const millis = kept[what];
      if (millis !== undefined) {
        const now = Date.parse(this.#options.now());
        const before = new Date(now - millis).toISOString();
        for (const type of ENDS) {
          await this.#sweep({ what, type, before }, signal);
        }
      }
    }
  }

  async #sweep(
    sweep: { what: RetentionKind; type: RequestEventType; before: string },
    signal?: AbortSignal,
  ): Promise<void> {
    while (!signal?.aborted && (await this.#sweepSome(sweep))) {
      // The next hundred.
    }
  }

  /** Gives true while there may be more. */
  async #sweepSome(sweep: {
    what: RetentionKind;
    type: RequestEventType;
    before: string;
  }): Promise<boolean> {
    const { store, history } = this.#options;
    return store.inTransaction(async tx => {
      // One at a time, whichever replica; and the ends are read after the other is done.
      await history.lock(tx, AUDIT_STREAM);
      const ends = await store.nextEnds(tx, {
        ...sweep,
        limit: REQUESTS_AT_ONCE,
      });
      const last = ends.at(-1);
      if (last) {
        await this.#remove(tx, sweep.what, ends);
        await store.mark(tx, { ...sweep, end: last });
      }
      return ends.length === REQUESTS_AT_ONCE;
    });
  }

  async #remove(tx: Tx, what: RetentionKind, ends: End[]): Promise<void> {
    const { store, history, eraser, now, newId } = this.#options;
    const id = newId();
    const at = now();
    const requestIds = ends.map(({ requestId }) => requestId);
    const streams = requestIds.map(requestStream);
    const removed =
      what === 'contexts'
        ? await store.removeContexts(tx, { requestIds, at })
        : (await eraser.eraseStreams(tx, { streams, erasedBy: id })).map(
            requestIdOf,
          );
    if (removed.length > 0) {
      const requests = [...new Set(removed)].sort();
      const payload = { what, requests, removed: removed.length };
      await history.append(tx, AUDIT_STREAM, [
        {
          id,
          type: 'audit.retention_applied',
          actor: 'system:retention',
          at,
          payload,
        },
      ]);
    }
  }
}
