import { ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import { mockCredentials } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  ApprovalsClient,
  createApprovalsClient,
} from '@countersign/backstage-plugin-approvals-common';
import { until } from './until';
import { logFile } from './workplace';

const SCRIPT = require.resolve('./backend/main');
const PATIENCE = 60_000;
/** Linux counts memory in these. */
const PAGE = 4096;
const running = new Set<Backend>();

/** What came back for something that was sent. */
export type Answer = {
  /** 0: no answer at all. */
  status: number;
  code?: string;
  milliseconds: number;
};

/** A backend in a process of its own. */
export class Backend {
  readonly #process: ChildProcess;
  readonly #log = logFile('backend');
  readonly #said: string[] = [];
  readonly #ended: Promise<unknown>;
  #url = '';

  private constructor(
    database: JsonObject,
    ahead: number,
    step: string = '',
    madeFile: string = '',
  ) {
    // What jest sets for itself is nothing for others.
    const { NODE_OPTIONS: _, JEST_WORKER_ID: __, ...env } = process.env;
    const log = fs.openSync(this.#log, 'w');
    this.#process = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        SCRIPT,
      ],
      {
        env: {
          ...env,
          DATABASE: JSON.stringify(database),
          CLOCK_AHEAD: String(ahead),
          STEP: step,
          MADE_FILE: madeFile,
        },
        stdio: ['ignore', 'pipe', log, 'ipc'],
      },
    );
    fs.closeSync(log);
    createInterface({ input: this.#process.stdout! }).on('line', line =>
      this.#said.push(line),
    );
    this.#ended = new Promise(resolve => this.#process.once('exit', resolve));
    running.add(this);
  }

  /**
   * Starts one on a database, as below `backend.database` of a configuration,
   * and waits until it listens.
   *
   * @param ahead - milliseconds by which its clock is ahead
   * @param madeFile - with templates, whose steps write into this file
   */
  static async start(
    database: JsonObject,
    ahead: number = 0,
    madeFile?: string,
  ): Promise<Backend> {
    const backend = new Backend(database, ahead, undefined, madeFile);
    const port = (await backend.#hears('port ')).split(' ')[1];
    backend.#url = `http://localhost:${port}/api/approvals`;
    return backend;
  }

  /** Calls another plugin of it; the answer's body, whatever its status. */
  async call(
    name: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<unknown> {
    const url = this.#url.replace(/approvals$/, path);
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headerOf(name) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    return response.json();
  }

  /** Starts one, and waits until it stands still at a step of its first work; see `FailPoints`. */
  static async startUntil(
    step: string,
    database: JsonObject,
    ahead: number = 0,
  ): Promise<Backend> {
    const backend = new Backend(database, ahead, step);
    await backend.frozen(step);
    return backend;
  }

  /** The typed client of a person. */
  as(name: string): ApprovalsClient {
    return createApprovalsClient({
      baseUrl: () => this.#url,
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          headers: { ...init?.headers, ...headerOf(name) },
          signal: AbortSignal.timeout(PATIENCE),
        }),
    });
  }

  /** Sends something and tells how it was answered, whatever happens. */
  async send(
    name: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const began = Date.now();
    const told = (status: number, code?: string) => ({
      status,
      code,
      milliseconds: Date.now() - began,
    });
    try {
      const response = await fetch(`${this.#url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headerOf(name) },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
      });
      const answer = await response.json();
      return told(response.status, answer.error?.code);
    } catch {
      return told(0);
    }
  }

  /** Lets it freeze at a step; see `FailPoints`. */
  arm(step: string): void {
    this.#process.send(step);
  }

  /** Waits until it stands still at a step. */
  async frozen(step: string): Promise<void> {
    await this.#hears(`frozen ${step}`);
  }

  /** Stands still, as a machine that is out of breath. */
  freeze(): void {
    this.#process.kill('SIGSTOP');
  }

  /** Goes on. */
  thaw(): void {
    this.#process.kill('SIGCONT');
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
    running.delete(this);
  }

  /** Whether it still runs. */
  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** What it holds in memory now. */
  get residentBytes(): number {
    const statm = fs.readFileSync(`/proc/${this.#process.pid}/statm`, 'utf8');
    return Number(statm.split(' ')[1]) * PAGE;
  }

  /** Waits until it has said something that begins so. */
  #hears(words: string): Promise<string> {
    return until(
      `the backend says '${words}'`,
      async () => {
        if (!this.isAlive) {
          throw new Error(
            `The backend ended before it said '${words}': ${this.#lastWords()}`,
          );
        }
        return this.#said.find(line => line.startsWith(words));
      },
      PATIENCE,
    );
  }

  /** The end of its log. */
  #lastWords(): string {
    return fs.readFileSync(this.#log, 'utf8').slice(-2_000);
  }
}

/** Kills all that still run. */
export async function killBackends(): Promise<void> {
  await Promise.all([...running].map(backend => backend.kill()));
}

function headerOf(name: string): Record<string, string> {
  return { authorization: mockCredentials.user.header(`user:default/${name}`) };
}
