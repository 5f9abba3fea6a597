import fs from 'node:fs';
import { ServerResponse } from 'node:http';
import Sqlite from 'better-sqlite3';
import { Client } from 'pg';

/** Tells the parent process, also when nothing runs here any more afterwards. */
export function say(words: string): void {
  fs.writeSync(1, `${words}\n`);
}

/**
 * Freezes this process at a step of its work, once the step is armed: as if
 * the machine stood still there. The product knows nothing of it; what is
 * watched are its statements to PostgreSQL or SQLite and its answers.
 *
 * - `send <words>`: before a statement is sent in which these words are
 * - `commit <words>`: before a transaction is committed in which these words
 *   were written, without quotes
 * - `answer <path>`: before the head of the answer to a path that ends so
 * - `claim <kind>`: when effects of a kind are claimed, before any is done
 */
export class FailPoints {
  #step: string | undefined;
  readonly #written = new WeakMap<object, string>();

  constructor() {
    const watcher: Watcher = {
      sent: (connection, text) => this.#onSent(connection, text),
      answered: rows => this.#onRows(rows),
    };
    watchPostgres(watcher);
    watchSqlite(watcher);
    watchAnswers(path => this.#freezeAt('answer', word => path.endsWith(word)));
  }

  /** Freezes at the next time that the step is reached. */
  arm(step: string): void {
    this.#step = step;
  }

  #onSent(connection: object, text: string): void {
    this.#freezeAt('send', words => text.includes(words));
    const written = `${this.#written.get(connection) ?? ''}${text}`;
    if (/\bcommit\b/i.test(text)) {
      this.#freezeAt('commit', words => written.includes(words));
    }
    if (/\b(begin|commit|rollback)\b/i.test(text)) {
      this.#written.delete(connection);
    } else {
      this.#written.set(connection, written);
    }
  }

  #onRows(rows: readonly { kind?: unknown; lease?: unknown }[]): void {
    this.#freezeAt('claim', kind =>
      rows.some(row => row.kind === kind && Boolean(row.lease)),
    );
  }

  #freezeAt(verb: string, isThere: (words: string) => boolean): void {
    const step = this.#step;
    if (step?.startsWith(`${verb} `) && isThere(step.slice(verb.length + 1))) {
      this.#step = undefined;
      say(`frozen ${step}`);
      process.kill(process.pid, 'SIGSTOP');
    }
  }
}

type Rows = readonly Record<string, unknown>[];

/** Sees each statement with its values before it is sent, and its rows when they are there. */
type Watcher = {
  sent: (connection: object, text: string) => void;
  answered: (rows: Rows) => void;
};

/** A statement with its values as one text, without quotes. */
function textOf(...parts: unknown[]): string {
  return JSON.stringify(parts).replaceAll(/[\\"]/g, '');
}

function watchPostgres(watcher: Watcher): void {
  const answered = (result: unknown) => {
    const { rows } = (result ?? {}) as { rows?: Rows };
    watcher.answered(rows ?? []);
  };
  const prototype = Client.prototype as unknown as {
    query(...args: unknown[]): unknown;
  };
  const { query } = prototype;
  prototype.query = function watched(...args) {
    watcher.sent(this, textOf(...args.slice(0, 2)));
    const last = args.length - 1;
    const callback = args[last];
    if (typeof callback === 'function') {
      args[last] = (error: unknown, result: unknown) => {
        answered(result);
        callback(error, result);
      };
    }
    const returned = query.apply(this, args);
    if (returned instanceof Promise) {
      returned.then(answered, () => {});
    }
    return returned;
  };
}

function watchSqlite(watcher: Watcher): void {
  const { prototype } = Sqlite;
  const { prepare } = prototype;
  prototype.prepare = function watched(sql) {
    const statement = prepare.call(this, sql);
    const { run, all } = statement;
    statement.run = (values = []) => {
      watcher.sent(this, textOf(sql, values));
      return run.call(statement, values);
    };
    statement.all = (values = []) => {
      watcher.sent(this, textOf(sql, values));
      const rows = all.call(statement, values);
      watcher.answered(rows);
      return rows;
    };
    return statement;
  };
}

/** Sees the path of each request before the head of its answer is written. */
function watchAnswers(seen: (path: string) => void): void {
  const prototype = ServerResponse.prototype as unknown as {
    writeHead(...args: unknown[]): unknown;
  };
  const { writeHead } = prototype;
  prototype.writeHead = function watched(this: ServerResponse, ...args) {
    seen(String(this.req.url).split('?')[0]);
    return writeHead.apply(this, args);
  };
}
