import { setTimeout as sleep } from 'node:timers/promises';
import { Answer, Backend } from './Backend';
import { nextAsk } from './stories';

/** Somebody who asks and looks all the time, whatever comes back. */
export class Load {
  readonly answers: Answer[] = [];
  readonly #backend: Backend;
  readonly #loops: Promise<void>[];
  #isOver = false;

  constructor(backend: Backend) {
    this.#backend = backend;
    const reads = ['/tasks', '/tasks/count', '/requests?limit=10'];
    this.#loops = [
      ...reads.map(path => this.#repeat('bob', 'GET', path)),
      ...['alice', 'carol'].map(name =>
        this.#repeat(name, 'POST', '/requests', () => nextAsk()),
      ),
    ];
  }

  /** Waits until all answers of the last moment were good. */
  async goesWell(): Promise<boolean> {
    const from = this.answers.length;
    await sleep(500);
    const last = this.answers.slice(from);
    return last.length > 0 && last.every(({ status }) => status < 300);
  }

  /** Ends; resolves when the last answer has come. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
  }

  async #repeat(
    name: string,
    method: string,
    path: string,
    body?: () => unknown,
  ): Promise<void> {
    while (!this.#isOver) {
      this.answers.push(await this.#backend.send(name, method, path, body?.()));
      await sleep(10);
    }
  }
}

/** How often each answer came, such as `{ '503 UNAVAILABLE': 12 }`. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) {
    const key = [status, code].filter(part => part !== undefined).join(' ');
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
