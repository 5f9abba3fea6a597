import { Event } from '@countersign/backstage-plugin-approvals-common';
import { Database, Tx } from '../database';
import { AUDIT_STREAM } from './chain';
import { HeadsDigest } from './HeadsDigest';
import { History } from './History';
import { HistoryStore } from './HistoryStore';
import { SealStore } from './SealStore';

const HEADS_AT_ONCE = 5_000;

type Options = {
  database: Database;
  store: HistoryStore;
  seals: SealStore;
  history: History;
  now: () => string;
  newId: () => string;
};

/**
 * Seals the history: once a day a line with a digest over every head that
 * moved. Who keeps a copy of it elsewhere can tell later whether anything
 * before it was rewritten.
 */
export class Sealer {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Makes the seal of today (UTC), unless it is made, or one of a later day
   * is: several replicas may try at once, and a clock may have been set back.
   *
   * @returns the seal, when this call made it
   */
  async seal(): Promise<Event | undefined> {
    const { database, store, seals, history, now, newId } = this.#options;
    const at = now();
    const day = at.slice(0, at.indexOf('T'));
    return database.inTransaction(async tx => {
      // Whoever comes second waits here, and then finds the seal of the first.
      await store.lockHead(tx, AUDIT_STREAM);
      const last = await seals.last(tx);
      if (last && last.day >= day) {
        return undefined;
      }
      await seals.takeMoved(tx, day);
      const payload = { day, ...(await this.#digest(tx, day)) };
      const [event] = await history.append(tx, AUDIT_STREAM, [
        {
          id: newId(),
          type: 'audit.sealed',
          actor: 'system:seal',
          at,
          payload,
        },
      ]);
      return event;
    });
  }

  async #digest(tx: Tx, day: string) {
    const digest = new HeadsDigest();
    let after: string | undefined;
    for (;;) {
      const heads = await this.#options.seals.headsOf(tx, {
        day,
        after,
        limit: HEADS_AT_ONCE,
      });
      heads.forEach(head => digest.add(head));
      if (heads.length < HEADS_AT_ONCE) {
        return digest.finish();
      }
      after = heads[heads.length - 1].stream;
    }
  }
}
