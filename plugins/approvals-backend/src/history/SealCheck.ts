import { Verification } from '@countersign/backstage-plugin-approvals-common';
import { AUDIT_STREAM } from './chain';
import { HeadsDigest } from './HeadsDigest';
import { HistoryStore } from './HistoryStore';
import { Seal, SealedHead, SealStore } from './SealStore';

const HEADS_AT_ONCE = 1_000;

type Fault = NonNullable<Verification['broken']>;

/** How many seals were checked, and the first fault. */
export type SealsFound = Pick<Verification, 'seals' | 'broken'>;

/**
 * Checks what is there now against the seals: that each seal's digest is the
 * one over the heads put down for it, and that each of these heads is the line
 * that stands in its stream.
 */
export class SealCheck {
  readonly #store: HistoryStore;
  readonly #seals: SealStore;

  constructor(options: { store: HistoryStore; seals: SealStore }) {
    this.#store = options.store;
    this.#seals = options.seals;
  }

  /** Every seal, oldest first. */
  async all(signal?: AbortSignal): Promise<SealsFound> {
    let last: { day: string; seq: number } = { day: '', seq: 0 };
    for (let seals = 0; ; seals++) {
      const { seal, unsealed } = await this.#next(last);
      if (unsealed) {
        return { seals, broken: unsealed };
      }
      if (!seal) {
        return { seals, broken: null };
      }
      const broken = await this.#check(seal);
      if (broken) {
        return { seals, broken };
      }
      signal?.throwIfAborted();
      last = seal;
    }
  }

  /** The sealed heads of one stream. */
  async stream(stream: string): Promise<SealsFound> {
    let afterSeq = 0;
    let seals = 0;
    for (;;) {
      const heads = await this.#seals.headsOfStream({
        stream,
        afterSeq,
        limit: HEADS_AT_ONCE,
      });
      for (const head of heads) {
        const fault = faultOf(head, head.day);
        if (fault) {
          return { seals, broken: fault };
        }
        seals += 1;
      }
      if (heads.length < HEADS_AT_ONCE) {
        return { seals, broken: null };
      }
      afterSeq = heads[heads.length - 1].seq;
    }
  }

  /** The seal after another one; heads of days between them belong to none. */
  async #next(last: {
    day: string;
    seq: number;
  }): Promise<{ seal?: Seal; unsealed?: Fault }> {
    return this.#store.atOneMoment(async tx => {
      const seal = await this.#seals.next(tx, last.seq);
      const day = await this.#seals.dayAfter(tx, last.day);
      if (day === undefined || (seal && day >= seal.day)) {
        return { seal };
      }
      const reason = `the seal of ${day} is gone: heads were put down for it`;
      return { unsealed: { stream: AUDIT_STREAM, seq: last.seq + 1, reason } };
    });
  }

  async #check(seal: Seal): Promise<Fault | undefined> {
    const digest = new HeadsDigest();
    let fault: Fault | undefined;
    let after: string | undefined;
    let heads: SealedHead[];
    do {
      heads = await this.#seals.headsToCheck({
        day: seal.day,
        after,
        limit: HEADS_AT_ONCE,
      });
      for (const head of heads) {
        digest.add(head);
        fault ??= faultOf(head, seal.day);
      }
      after = heads.at(-1)?.stream;
    } while (heads.length === HEADS_AT_ONCE);
    const made = digest.finish();
    if (made.digest !== seal.digest || made.heads !== seal.heads) {
      // Then nothing that is put down for it can be believed.
      const reason = `the heads that are put down for the seal of ${seal.day} are not those that it was made over`;
      return { stream: AUDIT_STREAM, seq: seal.seq, reason };
    }
    return fault;
  }
}

function faultOf(head: SealedHead, day: string): Fault | undefined {
  const { stream, seq, hash, found } = head;
  if (found === null) {
    const reason = `the line is gone: it was sealed on ${day}`;
    return { stream, seq, reason };
  }
  const reason = `the line is not the one that was sealed on ${day}`;
  return found === hash ? undefined : { stream, seq, reason };
}
