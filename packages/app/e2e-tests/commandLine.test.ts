import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, serviceTokenFile, test } from './portal';

const PAGE = 'docs/command-line.md';

/** The shell of a page of documentation, for the portal under test. */
function shellOf(page: string, baseURL: string): string {
  const blocks = page.match(/(?<=^```sh\n)[^]*?(?=^```$)/gm) ?? [];
  return blocks
    .join('\n')
    .replace('portal=http://localhost:7007', `portal=${baseURL}`)
    .replace(
      'cat .data/service-token',
      `cat '${path.resolve(serviceTokenFile)}'`,
    );
}

test('the guide to the command line does what it says, word for word', async ({
  baseURL,
}) => {
  const page = fs.readFileSync(PAGE, 'utf8');
  const script = shellOf(page, baseURL ?? '');
  expect(script).toContain(`portal=${baseURL}`);

  const output = String(
    execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
      timeout: 50_000,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    }),
  );

  const said = output.trim().split('\n');
  expect(said.slice(0, 2)).toEqual(['draft', 'active']);
  expect(output).toContain("[ 'Demo artifact 1' ]");
  expect(output).toContain('\napproved\napproved\n');
  expect(output).toContain("'request.approved'");
  expect(output).toContain('\ntrue\nrunning\n');
  expect(output).toContain("code: 'INVALID_INPUT'");
});
