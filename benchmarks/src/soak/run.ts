import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createCallers } from '@countersign/scripts';
import { Client } from 'pg';
import { actAsUsual } from './habits';
import { Meter, Minute } from './Meter';
import { Person } from './Person';
import { makePolicies, startReceivers } from './setting';
import { faultsOf } from './verdict';

const PEOPLE = 50;
/** The longest pause between two things that somebody does, in milliseconds. */
const THINKING = 4_000;
const MEGABYTE = 1024 ** 2;
/** Linux counts memory in these. */
const PAGE = 4096;

/**
 * Loads a portal for some minutes as fifty people do, tells each minute how it
 * is, and fails when it did not stay as it was. `./dev bench soak` calls it.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '60' } },
  });
  const url = fromEnv('PORTAL_URL');
  const token = fs.readFileSync(fromEnv('SERVICE_TOKEN_FILE'), 'utf8').trim();
  const callers = createCallers(url, token);
  const meter = new Meter();
  await makePolicies(callers);
  await startReceivers(callers, meter);

  const end = Date.now() + Number(values.minutes) * 60_000;
  const minutes: Minute[] = [];
  const people = Array.from({ length: PEOPLE }, (_, at) =>
    work(
      new Person({
        name: `crowd-${String(at + 1).padStart(2, '0')}`,
        url,
        meter,
      }),
      end,
    ),
  );
  say(
    'minute   calls/s   p95 ms   memory MiB   due effects   webhooks/s   answers',
  );
  while (Date.now() < end) {
    minutes.push(await observe(meter));
    say(line(minutes));
  }
  await Promise.all(people);

  const faults = faultsOf(minutes);
  faults.forEach(fault => say(`  fault: ${fault}`));
  say(faults.length === 0 ? '  it stayed as it was' : '  it did not stay so');
  process.exitCode = faults.length === 0 ? 0 : 1;
}

async function work(person: Person, end: number): Promise<void> {
  await sleep(Math.random() * 5_000);
  while (Date.now() < end) {
    await actAsUsual(person);
    await sleep(Math.random() * THINKING);
  }
}

/** Looks at the backend for a minute. */
async function observe(meter: Meter): Promise<Minute> {
  const pid = fromEnv('BACKEND_PID');
  for (let second = 0; second < 60; second++) {
    const pages = fs.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
    meter.holds(Math.round((Number(pages) * PAGE) / MEGABYTE));
    await sleep(1_000);
  }
  return meter.end(await dueEffects());
}

async function dueEffects(): Promise<number> {
  const client = new Client({
    connectionString: `${fromEnv('POSTGRES_URL')}/backstage_plugin_approvals`,
  });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select count(*)::int as due from outbox
       where done_at is null and exhausted_at is null and due_at < $1`,
      [new Date().toISOString()],
    );
    return rows[0].due;
  } finally {
    await client.end();
  }
}

function line(minutes: readonly Minute[]): string {
  const last = minutes[minutes.length - 1];
  const figures: [string | number, number][] = [
    [minutes.length, 6],
    [(last.requests / 60).toFixed(0), 10],
    [last.p95.toFixed(0), 9],
    [last.memory, 13],
    [last.waiting, 14],
    [(last.messages / 60).toFixed(0), 13],
  ];
  const statuses = Object.entries(last.statuses)
    .map(([status, times]) => `${times} × ${status}`)
    .join(', ');
  return `${figures
    .map(([figure, width]) => String(figure).padStart(width))
    .join('')}   ${statuses}`;
}

function fromEnv(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run the soak with ./dev bench soak`);
  }
  return value;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
