import {
  Event,
  TextPart,
} from '@countersign/backstage-plugin-approvals-common';
import { Database, Tx } from '../database';
import { AUDIT_STREAM } from './chain';
import { History } from './History';
import { HistoryStore } from './HistoryStore';
import { sealText } from './seal';

/** What erasing a text came to. */
export type Erased =
  /** `event` says who erased it, and why. */
  | { result: 'erased'; event: Event }
  | { result: 'was_erased'; by: string }
  /** There is no such event, or it has no such text. */
  | { result: 'no_event' | 'no_text' };

/** A text that was erased just now. */
export type ErasedText = { eventId: string; stream: string; part: TextPart };

/** Takes erased words out of what others keep of them, in the same transaction. */
export type ForgetWords = (
  tx: Tx,
  texts: readonly ErasedText[],
) => Promise<void>;

type Options = {
  database: Database;
  store: HistoryStore;
  history: History;
  now: () => string;
  newId: () => string;
  newSalt: () => string;
  forget?: ForgetWords;
};

/** Takes words out of the history, and says so there. */
export class Eraser {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Erases one text of an event with its salt. Its hash stays in the chain, so
   * that the chain stays whole and nobody can guess the words from it.
   *
   * @param erasure.by - who has it erased: a person's ref
   * @param erasure.why - stands in the history, as long as nobody erases it too
   */
  async erase(erasure: {
    eventId: string;
    part: TextPart;
    by: string;
    why: string;
  }): Promise<Erased> {
    const { database, store, history, newId, newSalt, now } = this.#options;
    const { eventId, part } = erasure;
    const id = newId();
    const why = sealText(erasure.why, newSalt());
    return database.inTransaction(async tx => {
      await store.lockHead(tx, AUDIT_STREAM);
      const line = (await store.eventsById(tx, [eventId])).get(eventId);
      if (!line) {
        return { result: 'no_event' };
      }
      const texts = await store.textsOf(tx, [eventId]);
      const kept = texts.find(text => text.part === part);
      if (!kept) {
        return { result: 'no_text' };
      }
      if (kept.text === null) {
        return { result: 'was_erased', by: kept.erased_by };
      }
      const { stream, seq } = line;
      const [event] = await history.append(tx, AUDIT_STREAM, [
        {
          id,
          type: 'audit.text_erased',
          actor: erasure.by,
          at: now(),
          payload: { eventId, stream, seq, part, textHash: why.textHash },
          text: why,
        },
      ]);
      await store.eraseText(tx, { eventId, part, erasedBy: id });
      await this.#options.forget?.(tx, [{ eventId, stream, part }]);
      return { result: 'erased', event };
    });
  }

  /**
   * Erases every text of some streams in the caller's transaction, where the
   * caller also says so.
   *
   * @param erasure.erasedBy - the id of the event that says so
   * @returns the stream of each text that was erased
   */
  async eraseStreams(
    tx: Tx,
    erasure: { streams: string[]; erasedBy: string },
  ): Promise<string[]> {
    const texts = await this.#options.store.eraseStreams(tx, erasure);
    await this.#options.forget?.(tx, texts);
    return texts.map(({ stream }) => stream);
  }
}
