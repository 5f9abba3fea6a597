import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import canonicalize from 'canonicalize';
import { Caller } from './caller';
import { asRefusal } from './errorHandler';
import { ApprovalsRefusal } from './errors';
import {
  Claim,
  IdempotencyStore,
  Once,
  RememberedAnswer,
} from './IdempotencyStore';

const KEY_SHAPE = /^[\x21-\x7e]{1,255}$/;
const WAIT_STEP_MS = 100;
const LONGEST_WAIT_MS = 35_000;

/** One POST with an `Idempotency-Key`. */
export type KeyedPost = {
  caller: Caller;
  path: string;
  key: string;
  /** What the body says, or its bytes where it says nothing. */
  body: unknown;
};

type Work = (once: Once) => Promise<RememberedAnswer>;

type Mine = Extract<Claim, { result: 'mine' }>;

/** Answers a repeated POST with the first one's answer. */
export class Idempotency {
  readonly #store: IdempotencyStore;
  readonly #clock: () => number;
  /** What runs in this process: those who wait for it need not ask the database. */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(options: { store: IdempotencyStore; clock?: () => number }) {
    this.#store = options.store;
    this.#clock = options.clock ?? Date.now;
  }

  /**
   * Does the work, or gives the answer that the same POST had before. Of many
   * at once one works and the others wait for it. A failure is not remembered;
   * after one that leaves open what was done, the next try is told to look.
   *
   * @throws ApprovalsRefusal INVALID_INPUT, IDEMPOTENCY_CONFLICT, UNAVAILABLE
   */
  async run(
    post: KeyedPost,
    work: Work,
  ): Promise<{ answer: RememberedAnswer; replayed: boolean }> {
    const id = idOf(post);
    const bodyDigest = sha256(canonicalize(post.body) ?? '');
    const giveUpAt = this.#clock() + LONGEST_WAIT_MS;
    while (this.#clock() < giveUpAt) {
      const claim = await this.#store.claim({
        id,
        bodyDigest,
        now: this.#clock(),
      });
      switch (claim.result) {
        case 'mine':
          return {
            answer: await this.#work(id, claim, work),
            replayed: false,
          };
        case 'answered':
          return { answer: claim.answer, replayed: true };
        case 'other_body':
          throw new ApprovalsRefusal(
            'IDEMPOTENCY_CONFLICT',
            'This Idempotency-Key was used with another body',
          );
        default:
          await Promise.race([
            sleep(WAIT_STEP_MS),
            ...[this.#running.get(id)].filter(Boolean),
          ]);
      }
    }
    throw new ApprovalsRefusal(
      'UNAVAILABLE',
      'The first request with this Idempotency-Key is still running',
      { retryAfter: 5 },
    );
  }

  async #work(id: string, claim: Mine, work: Work): Promise<RememberedAnswer> {
    const done = this.#rememberedWork(id, claim, work);
    this.#running.set(
      id,
      done.catch(() => undefined),
    );
    try {
      return await done;
    } finally {
      this.#running.delete(id);
    }
  }

  async #rememberedWork(
    id: string,
    { lease, once }: Mine,
    work: Work,
  ): Promise<RememberedAnswer> {
    const renewal = setInterval(() => {
      this.#store.renew(id, lease, this.#clock()).catch(() => undefined);
    }, this.#store.leaseMs / 3);
    renewal.unref();
    let answer: RememberedAnswer;
    try {
      answer = await work(once);
    } catch (error) {
      const refusal = asRefusal(error);
      const isUndone = refusal !== undefined && refusal.statusCode < 500;
      // When even this fails the lease runs out by itself.
      await this.#store
        [isUndone ? 'release' : 'leave'](id, lease)
        .catch(() => undefined);
      throw error;
    } finally {
      clearInterval(renewal);
    }
    // It was done and is answered so, even where it cannot be remembered.
    await this.#store.remember(id, lease, answer).catch(() => undefined);
    return answer;
  }
}

function idOf({ caller, path, key }: KeyedPost): string {
  if (!KEY_SHAPE.test(key)) {
    throw new ApprovalsRefusal(
      'INVALID_INPUT',
      'The header Idempotency-Key takes 1 to 255 visible ASCII characters',
    );
  }
  const { kind, ref, actor = null } = caller;
  return sha256(JSON.stringify([kind, ref, actor, 'POST', path, key]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
