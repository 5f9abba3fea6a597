import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createCallers } from '@countersign/scripts';
import { Client } from 'pg';
import { Bench, BenchContext, Mode } from './bench';
import creates from './creates.bench';
import deadlines from './deadlines.bench';
import decisions from './decisions.bench';
import lists from './lists.bench';
import { report, Results } from './report';
import { withDatabase } from './setting';
import sizes from './sizes.bench';
import webhooks from './webhooks.bench';

/** In the order in which they run: `sizes` begins with few rows, `lists` ends with many. */
const benches: Record<string, Bench> = {
  sizes,
  creates,
  decisions,
  deadlines,
  webhooks,
  lists,
};

/**
 * `run.ts --mode stock|tuned --results FILE [--seconds N] [name…]` runs the
 * benchmarks named, or all, and adds their figures to those in the file;
 * `run.ts --report --results FILE` prints all of them. `./dev bench` calls it.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      report: { type: 'boolean' },
      mode: { type: 'string', default: 'stock' },
      results: { type: 'string', default: '' },
      seconds: { type: 'string', default: '10' },
    },
  });
  const unknown = positionals.find(name => !Object.hasOwn(benches, name));
  if (unknown) {
    throw new Error(
      `There is no benchmark '${unknown}'; there are: ${Object.keys(
        benches,
      ).join(', ')}`,
    );
  }
  if (values.report) {
    await printReport(values.results);
    return;
  }
  const mode = values.mode as Mode;
  const context = await readContext(mode, Number(values.seconds));
  await sealed(context);
  for (const [name, bench] of Object.entries(benches)) {
    const isWanted = positionals.length === 0 || positionals.includes(name);
    if (isWanted && bench.modes.includes(mode)) {
      const known = readResults(values.results);
      const figures = await bench.run(context);
      known[name] = { ...known[name], [mode]: figures };
      fs.writeFileSync(values.results, JSON.stringify(known));
      say(`\n${name}, ${mode}`);
      say(report({ [mode]: figures }));
    }
  }
}

/**
 * Waits for the seal of the day, a minute after the start: over all that a
 * benchmark fills in it would take a processor for seconds while others measure.
 */
async function sealed(context: BenchContext): Promise<void> {
  await withDatabase(context, async client => {
    const seals = () =>
      client.query("select 1 from events where type = 'audit.sealed'");
    while ((await seals()).rows.length === 0) {
      await sleep(1_000);
    }
  });
}

async function printReport(file: string): Promise<void> {
  say(`\n${await machine(fromEnv('POSTGRES_URL'))}`);
  for (const [name, results] of Object.entries(readResults(file))) {
    say(`\n### ${name}\n\n${benches[name].title}\n\n${report(results)}`);
  }
}

function readResults(file: string): Record<string, Results> {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

async function readContext(mode: Mode, seconds: number): Promise<BenchContext> {
  const portalUrl = fromEnv('PORTAL_URL');
  const serviceToken = fs
    .readFileSync(fromEnv('SERVICE_TOKEN_FILE'), 'utf8')
    .trim();
  return {
    mode,
    seconds,
    portalUrl,
    postgresUrl: fromEnv('POSTGRES_URL'),
    postgresPid: await postgresPid(fromEnv('POSTGRES_URL')),
    backendPid: Number(fromEnv('BACKEND_PID')),
    serviceToken,
    callers: createCallers(portalUrl, serviceToken),
    profileFolder: process.env.PROFILE_FOLDER,
  };
}

function fromEnv(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run benchmarks with ./dev bench`);
  }
  return value;
}

async function machine(postgresUrl: string): Promise<string> {
  const cpus = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  return [
    `${cpus.length} × ${
      cpus[0]?.model.trim() ?? 'unknown processor'
    }, ${gigabytes} GB`,
    `${os.type()} ${os.release()}, Node ${process.versions.node}`,
    `PostgreSQL ${await postgresVersion(postgresUrl)}`,
    `commit ${commit()}, ${new Date().toISOString()}`,
  ].join(' · ');
}

async function postgresVersion(url: string): Promise<string> {
  return ask(url, "select current_setting('server_version') as answer");
}

async function postgresPid(url: string): Promise<number> {
  const file = "pg_read_file('postmaster.pid')";
  return Number(
    await ask(url, `select split_part(${file}, chr(10), 1) as answer`),
  );
}

/** The one value that a query gives. */
async function ask(url: string, query: string): Promise<string> {
  const client = new Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: string }>(query);
    return String(rows[0].answer);
  } finally {
    await client.end();
  }
}

function commit(): string {
  try {
    return String(
      execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ).trim();
  } catch {
    return 'unknown';
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
