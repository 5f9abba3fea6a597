import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PostgresHome, preparePostgres } from './postgresBinaries';

/**
 * Runs a PostgreSQL in the foreground until it is told to stop.
 *
 * `postgres.ts --data DIR --cache DIR --url-file FILE [--port N] [--throw-away] [--statements]`: writes the
 * connection string to FILE once connections are accepted, and the one that
 * goes over a Unix socket to FILE.socket. `--statements` lets it count its statements.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      cache: { type: 'string' },
      'url-file': { type: 'string' },
      port: { type: 'string' },
      'throw-away': { type: 'boolean', default: false },
      statements: { type: 'boolean', default: false },
    },
  });
  // The user that PostgreSQL runs as must be able to read what is copied.
  process.umask(0o022);
  const urlFile = path.resolve(required(values['url-file'], 'url-file'));
  const home = preparePostgres({
    wantedDataDir: path.resolve(required(values.data, 'data')),
    cacheDir: path.resolve(required(values.cache, 'cache')),
  });
  const password = initialise(home);
  const port = Number(values.port ?? (await freePort()));
  const server = start(home, port, values.statements);
  stopOnSignals(server);
  await accepting(server, port);
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}`;
  const socketFile = `${urlFile}.socket`;
  // The socket first: who waits waits for the other.
  if (hasSocket(home)) {
    const socketUrl = `${url}?host=${home.dataDir}`;
    fs.writeFileSync(socketFile, socketUrl, { mode: 0o600 });
  }
  fs.writeFileSync(urlFile, url, { mode: 0o600 });
  await new Promise(resolve => server.once('exit', resolve));
  fs.rmSync(urlFile, { force: true });
  fs.rmSync(socketFile, { force: true });
  home.tidy(values['throw-away']);
}

function required(value: string | undefined, name: string): string {
  if (!value) {
    throw new Error(`--${name} is missing`);
  }
  return value;
}

/** Makes the cluster where there is none; answers its password. */
function initialise(home: PostgresHome): string {
  const { dataDir, runAs } = home;
  const passwordFile = path.join(dataDir, 'countersign.password');
  if (fs.existsSync(path.join(dataDir, 'PG_VERSION'))) {
    return fs.readFileSync(passwordFile, 'utf8').trim();
  }
  const password = randomBytes(18).toString('base64url');
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const handedOver = `${dataDir}.password`;
  fs.writeFileSync(handedOver, `${password}\n`, { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) {
    fs.chownSync(dataDir, runAs.uid, runAs.gid);
    fs.chownSync(handedOver, runAs.uid, runAs.gid);
  }
  execFileSync(
    home.bin('initdb'),
    [
      `--pgdata=${dataDir}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${handedOver}`,
      '--encoding=UTF8',
      '--locale=C',
    ],
    { ...runAs, cwd: '/', stdio: 'inherit' },
  );
  fs.renameSync(handedOver, passwordFile);
  return password;
}

function start(
  home: PostgresHome,
  port: number,
  countsStatements: boolean,
): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    // In a folder that nobody else may enter, unless its name is too long for a socket's.
    unix_socket_directories: hasSocket(home) ? home.dataDir : '',
    // Each plugin of a backend has a pool of its own.
    max_connections: 300,
    ...(countsStatements && {
      shared_preload_libraries: 'pg_stat_statements',
    }),
  };
  return spawn(
    home.bin('postgres'),
    [
      '-D',
      home.dataDir,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    // Its own group, or Ctrl-C in a terminal would end it before its clients.
    { ...home.runAs, cwd: '/', stdio: 'inherit', detached: true },
  );
}

/** Addresses of Unix sockets have 107 bytes at most; `/.s.PGSQL.<port>` is part of them. */
function hasSocket({ dataDir }: PostgresHome): boolean {
  return Buffer.byteLength(dataDir) < 90;
}

function stopOnSignals(server: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => server.kill('SIGINT'));
  }
  // PostgreSQL must not stay when this process ends by its own error.
  process.on('exit', () => server.kill('SIGINT'));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function accepting(server: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) {
      throw new Error(`PostgreSQL ended with status ${server.exitCode}`);
    }
    if (await connects(port)) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function connects(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
