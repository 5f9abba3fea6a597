import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { createCallers } from '@countersign/scripts';
import { Client } from 'pg';
import { Bench, BenchContext, Row } from './bench';
import creates from './creates.bench';
import decisions from './decisions.bench';
import lists from './lists.bench';

const benches: Record<string, Bench> = { creates, decisions, lists };

/**
 * `run.ts [name…]` runs the benchmarks named, or all, and prints their figures
 * with the machine they were measured on. `./dev bench` starts what they need.
 */
async function main(wanted: string[]): Promise<void> {
  const known = Object.keys(benches);
  const unknown = wanted.find(name => !known.includes(name));
  if (unknown) {
    throw new Error(
      `There is no benchmark '${unknown}'; there are: ${known.join(', ')}`,
    );
  }
  const context = readContext();
  say(`\n${await machine(context)}`);
  for (const name of wanted.length > 0 ? wanted : known) {
    say(`\n${name}: ${benches[name].title}`);
    say(table(await benches[name].run(context)));
  }
}

function readContext(): BenchContext {
  const portalUrl = fromEnv('PORTAL_URL');
  const serviceToken = fs
    .readFileSync(fromEnv('SERVICE_TOKEN_FILE'), 'utf8')
    .trim();
  return {
    portalUrl,
    postgresUrl: fromEnv('POSTGRES_URL'),
    backendPid: Number(fromEnv('BACKEND_PID')),
    serviceToken,
    callers: createCallers(portalUrl, serviceToken),
  };
}

function fromEnv(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run benchmarks with ./dev bench`);
  }
  return value;
}

async function machine({ postgresUrl }: BenchContext): Promise<string> {
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
  const client = new Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>(
      'show server_version',
    );
    return rows[0].server_version;
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

/** Rows as a Markdown table, to be pasted where figures are written down. */
function table(rows: Row[]): string {
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const lines = [
    columns,
    columns.map(() => '---'),
    ...rows.map(row => columns.map(column => String(row[column] ?? ''))),
  ];
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
