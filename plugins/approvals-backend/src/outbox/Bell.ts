import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Database, Listener } from '../database';

const CHANNEL = 'approvals_outbox';

/** Rings that come close together are one: each costs a statement. */
const COALESCE = 20;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;

/** Waits so many milliseconds, or until the signal. */
type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/**
 * Tells the workers of other processes at once that there is something to do,
 * by LISTEN and NOTIFY on a connection of its own. On SQLite there are no
 * others. It is a hint: without it they look once a second.
 *
 * The ring is a statement of its own after the commit: NOTIFY inside the
 * transactions would let PostgreSQL commit only one of them at a time.
 */
export class Bell {
  readonly #database: Database;
  readonly #logger: LoggerService;
  readonly #onRing: () => void;
  readonly #pause: Pause;
  /** Our own rings need no answer. */
  readonly #name = randomUUID();
  #listener: Listener | undefined;
  #ringing: NodeJS.Timeout | undefined;
  #hanging: AbortController | undefined;

  constructor(options: {
    database: Database;
    logger: LoggerService;
    onRing: () => void;
    pause?: Pause;
  }) {
    this.#database = options.database;
    this.#logger = options.logger;
    this.#onRing = options.onRing;
    this.#pause = options.pause ?? pauseInBackground;
  }

  /** Begins to listen, and goes on after each loss of the connection. */
  hang(): void {
    if (this.#database.isPostgres) {
      this.#hanging = new AbortController();
      this.#listen(this.#hanging.signal);
    }
  }

  /** Rings in a moment. Never fails. */
  ring(): void {
    this.#ringing ??=
      this.#listener && setTimeout(() => this.#send(), COALESCE);
  }

  /** Ends. */
  async takeDown(): Promise<void> {
    this.#hanging?.abort();
    clearTimeout(this.#ringing);
    await this.#listener?.close();
    this.#listener = undefined;
  }

  async #listen(signal: AbortSignal): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      try {
        const listener = await this.#database.listen(CHANNEL, said => {
          if (said !== this.#name) {
            this.#onRing();
          }
        });
        if (signal.aborted) {
          await listener.close();
          return;
        }
        this.#listener = listener;
        pause = FIRST_PAUSE;
        await listener.ended;
      } catch (error) {
        this.#logger.debug(
          'Cannot listen for work of other processes; looking once a second',
          error as Error,
        );
      }
      this.#listener = undefined;
      await this.#pause(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  #send(): void {
    this.#ringing = undefined;
    // Lost with its connection, which is made anew.
    this.#listener?.notify(this.#name).catch(() => {});
  }
}

/** Keeps no process alive. */
const pauseInBackground: Pause = (milliseconds, signal) =>
  sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {});
