import { IncomingHttpHeaders } from 'node:http';
import { Dispatcher } from 'undici';

/** What came back. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** There was more. */
  cut: boolean;
};

type Limits = {
  /** Milliseconds for all of it. */
  timeout: number;
  /** Bytes of the body that are read; the rest is cut, and the connection with it. */
  most: number;
  signal?: AbortSignal;
};

/**
 * One request and its answer, within limits. It takes what arrives as it
 * arrives: a stream for each of a thousand small answers a second would cost
 * more than all the rest.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** The answer. Rejects with an error in words for people when no whole one came. */
  readonly answer: Promise<Answer>;
  readonly #limits: Limits;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #settle!: { resolve(answer: Answer): void; reject(error: unknown): void };
  #controller: Dispatcher.DispatchController | undefined;
  #head: Pick<Answer, 'status' | 'headers'> = { status: 0, headers: {} };
  #size = 0;
  #over: Error | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.answer = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const { timeout, signal } = limits;
    this.#timer = setTimeout(() => {
      this.fail(new Error(`No whole answer within ${timeout / 1_000} s`));
    }, timeout);
    signal?.addEventListener('abort', this.#stop);
    if (signal?.aborted) {
      this.#stop();
    }
  }

  /** Ends it without an answer. */
  fail(error: unknown): void {
    if (this.#end(error as Error)) {
      this.#settle.reject(error);
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) {
      controller.abort(this.#over);
    }
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#head = { status, headers: textOf(headers) };
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > this.#limits.most) {
      // Ends the connection: nobody waits for gigabytes.
      this.#finish(new Error('There is more than is read'));
    }
  }

  onResponseEnd(): void {
    // It ended by itself: the connection is kept.
    this.#controller = undefined;
    this.#finish();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#controller = undefined;
    this.fail(inWords(error));
  }

  readonly #stop = () => this.fail(this.#limits.signal?.reason);

  #finish(cut?: Error): void {
    if (this.#end(cut)) {
      const bytes = Buffer.concat(this.#chunks);
      this.#settle.resolve({
        ...this.#head,
        body: bytes.subarray(0, this.#limits.most).toString('utf8'),
        cut: cut !== undefined,
      });
    }
  }

  /** Lets go of what it holds. False: it was over already. */
  #end(error: Error = new Error('It is over')): boolean {
    if (this.#over) {
      return false;
    }
    this.#over = error;
    clearTimeout(this.#timer);
    this.#limits.signal?.removeEventListener('abort', this.#stop);
    this.#controller?.abort(error);
    return true;
  }
}

function textOf(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      [value ?? ''].flat().join(', '),
    ]),
  );
}

function inWords(error: unknown): Error {
  const { message, code, errors } = error as {
    message?: string;
    code?: string;
    errors?: Error[];
  };
  // Of several addresses that all failed, the first tells enough.
  const words = message || errors?.[0]?.message || code || String(error);
  return new Error(words, { cause: error });
}
