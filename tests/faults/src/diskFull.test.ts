import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import knexFactory, { Knex } from 'knex';
import { Backend, killBackends } from './Backend';
import { tally } from './Load';
import { active, activatePolicy, approve, ask, nextAsk } from './stories';
import { until } from './until';
import { unique, tell, workplace } from './workplace';

const MEGABYTE = 1024 * 1024;
const DISK = 3 * MEGABYTE;

/** A disk of a few megabytes in memory; undefined where we may make none. */
function makeDisk(): string | undefined {
  const folder = path.join(workplace, unique('disk'));
  fs.mkdirSync(folder);
  try {
    execFileSync(
      'mount',
      ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', folder],
      {
        stdio: 'ignore',
      },
    );
    return folder;
  } catch {
    return undefined;
  }
}

const disk = makeDisk();

afterAll(async () => {
  await killBackends();
  if (disk) {
    execFileSync('umount', ['--lazy', disk]);
  }
});

// Only root may make a disk; ./dev test says what was left out.
(disk ? describe : describe.skip)('a backend whose disk is full', () => {
  it('says so with a code, keeps what it has, and works again when there is room', async () => {
    const backend = await Backend.start({
      client: 'better-sqlite3',
      connection: { directory: disk! },
    });
    await activatePolicy(backend);
    const request = await ask(backend);
    const ballast = path.join(disk!, 'ballast');
    fill(ballast);

    const answers = [];
    for (let turn = 0; turn < 40; turn++) {
      answers.push(await backend.send('alice', 'POST', '/requests', nextAsk()));
    }
    const seen = tally(answers);
    tell(`the disk is full: ${JSON.stringify(seen)}`);
    expect(seen['503 UNAVAILABLE']).toBeGreaterThan(0);
    expect(
      Object.keys(seen).filter(
        key => !['201', '503 UNAVAILABLE'].includes(key),
      ),
    ).toEqual([]);
    // Reading goes on.
    expect(await backend.send('bob', 'GET', '/tasks')).toMatchObject({
      status: 200,
    });

    fs.rmSync(ballast);
    await until('writing works again', async () => {
      const { status } = await backend.send(
        'alice',
        'POST',
        '/requests',
        nextAsk(),
      );
      return status === 201 || undefined;
    });
    await approve(backend, request, 'bob');
    await approve(backend, await active(backend, request.id, 1), 'erin');
    expect(await backend.as('erin').verifyAudit({})).toMatchObject({
      ok: true,
    });
    await backend.kill();
    expect(await integrity(disk!)).toBe('ok');
  });
});

/** Writes until nothing fits on the disk any more. */
function fill(file: string): void {
  for (const size of [64 * 1024, 4 * 1024, 512]) {
    try {
      for (;;) {
        fs.appendFileSync(file, Buffer.alloc(size));
      }
    } catch {
      // A smaller piece may still fit.
    }
  }
}

/** What SQLite says of the file. */
async function integrity(folder: string): Promise<string> {
  const filename = path.join(folder, 'approvals.sqlite');
  const knex: Knex = knexFactory({
    client: 'better-sqlite3',
    useNullAsDefault: true,
    connection: { filename },
  });
  try {
    const [row] = await knex.raw('pragma integrity_check');
    return row.integrity_check;
  } finally {
    await knex.destroy();
  }
}
