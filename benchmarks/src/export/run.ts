import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '@countersign/scripts';
import { fillHistory, HistoryPlace } from './fillHistory';
import { residentMiB, watchMemory } from './memory';

const LINES = 1_000_000;
/** A slow reader takes so many bytes, then pauses so long (milliseconds). */
const SLOW = { bytes: 4 * 2 ** 20, pause: 100 };

const env = (name: string) => {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run this with ./dev bench export`);
  }
  return value;
};

type Exported = {
  what: string;
  lines: number;
  mebibytes: number;
  seconds: number;
  /** MiB of the backend: before, the most of the first and of the last tenth, the most of all, and after. */
  before: number;
  early: number;
  late: number;
  most: number;
  after: number;
};

/**
 * Exports a million lines from the portal, and prints what that took of the
 * backend's memory.
 */
async function main(): Promise<void> {
  const sqliteFile = process.env.SQLITE_FILE;
  const place: HistoryPlace = sqliteFile
    ? { sqliteFile }
    : { postgresUrl: env('POSTGRES_URL') };
  await fillHistory(place, LINES);
  const name = sqliteFile ? 'SQLite' : 'PostgreSQL';
  const rows = [
    await exported(`${name}, JSONL`, 'jsonl'),
    await exported(`${name}, JSONL again`, 'jsonl'),
    await exported(`${name}, CSV`, 'csv'),
    await exported(`${name}, JSONL, slow reader`, 'jsonl', true),
  ];
  say(
    '| export | lines | MiB | seconds | lines a second | backend MiB before | most in the first tenth | in the last tenth | most | a minute after |',
  );
  say(`|${' --- |'.repeat(10)}`);
  for (const row of rows) {
    const { seconds, lines } = row;
    const cells = [
      row.what,
      lines,
      row.mebibytes,
      seconds.toFixed(1),
      Math.round(lines / seconds),
      ...[row.before, row.early, row.late, row.most, row.after].map(mebibytes =>
        Math.round(mebibytes),
      ),
    ];
    say(`| ${cells.join(' | ')} |`);
  }
}

async function exported(
  what: string,
  format: 'jsonl' | 'csv',
  isSlow: boolean = false,
): Promise<Exported> {
  const pid = Number(env('BACKEND_PID'));
  const url = env('PORTAL_URL');
  const token = await signIn(url, 'erin');
  const before = residentMiB(pid);
  const memory = watchMemory(pid);
  const began = Date.now();
  const response = await fetch(`${url}/api/approvals/audit?format=${format}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const read = await readAll(response, isSlow);
  const seconds = (Date.now() - began) / 1_000;
  const seen = memory.stop();
  const tenth = Math.ceil(seen.length / 10);
  await sleep(60_000);
  return {
    what,
    lines: read.lines - (format === 'csv' ? 1 : 0),
    mebibytes: Math.round(read.bytes / 2 ** 20),
    seconds,
    before,
    early: Math.max(...seen.slice(0, tenth)),
    late: Math.max(...seen.slice(-tenth)),
    most: Math.max(...seen),
    after: residentMiB(pid),
  };
}

async function readAll(
  response: Response,
  isSlow: boolean,
): Promise<{ lines: number; bytes: number }> {
  if (!response.ok || !response.body) {
    throw new Error(`The export answered ${response.status}`);
  }
  let lines = 0;
  let bytes = 0;
  let rest = SLOW.bytes;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    rest -= chunk.length;
    lines += chunk.filter((byte: number) => byte === 10).length;
    if (isSlow && rest < 0) {
      rest = SLOW.bytes;
      await sleep(SLOW.pause);
    }
  }
  return { lines, bytes };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
