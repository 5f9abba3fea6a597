import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import canonicalize from 'canonicalize';
import { Caller } from './caller';
import { ApprovalsRefusal } from './errors';
import { IdempotencyStore, RememberedAnswer } from './IdempotencyStore';

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
   * at once one works and the others wait for it. A failure is not remembered.
   *
   * @throws ApprovalsRefusal INVALID_INPUT, IDEMPOTENCY_CONFLICT, UNAVAILABLE
   */
  async run(
    post: KeyedPost,
    work: () => Promise<RememberedAnswer>,
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
            answer: await this.#work(id, claim.lease, work),
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

  async #work(
    id: string,
    lease: string,
    work: () => Promise<RememberedAnswer>,
  ): Promise<RememberedAnswer> {
    const done = this.#rememberedWork(id, lease, work);
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
    lease: string,
    work: () => Promise<RememberedAnswer>,
  ): Promise<RememberedAnswer> {
    let answer: RememberedAnswer;
    try {
      answer = await work();
    } catch (error) {
      // When even this fails the lease runs out by itself.
      await this.#store.release(id, lease).catch(() => undefined);
      throw error;
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
