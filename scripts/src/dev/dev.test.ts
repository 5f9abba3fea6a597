import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const DEV = path.resolve(__dirname, '../../../dev');

/** What `./dev` says to a command that cannot be meant. */
function refusalOf(command: string): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(DEV, command.split(' '), {
    encoding: 'utf8',
    // It would begin with what was asked for, if it did not refuse it.
    timeout: 10_000,
  });
  return { status, said: stdout + stderr };
}

const NO_BENCHMARK =
  'there are creates, deadlines, decisions, lists, sizes, webhooks, and alone: api, export, faults, gate, soak';
const TELLS = './dev help tells what it knows';

describe('./dev', () => {
  it.each([
    ['nope', `./dev does not know 'nope'; ${TELLS}`],
    ['test nope', `./dev test does not know 'nope'; ${TELLS}`],
    ['start nope', `./dev start does not know 'nope'; ${TELLS}`],
    ['screenshots nope', `./dev screenshots does not know 'nope'; ${TELLS}`],
    ['reset --nope', `./dev reset does not know '--nope'; ${TELLS}`],
    ['bench nope', `There is no benchmark 'nope'; ${NO_BENCHMARK}`],
    ['bench lists nope', `There is no benchmark 'nope'; ${NO_BENCHMARK}`],
    ['bench lists export', `There is no benchmark 'export'; ${NO_BENCHMARK}`],
    ['bench --nope', `./dev bench does not know '--nope'; ${TELLS}`],
    ['bench --seconds', '--seconds needs a value; ./dev help tells which'],
    [
      'bench --seconds nope',
      "--seconds takes a whole number from 1 on, not 'nope'",
    ],
    ['bench --seconds 0', "--seconds takes a whole number from 1 on, not '0'"],
    ['bench api nope', `./dev bench api does not know 'nope'; ${TELLS}`],
    ['bench faults nope', `./dev bench faults does not know 'nope'; ${TELLS}`],
    ['bench export nope', `./dev bench export does not know 'nope'; ${TELLS}`],
    [
      'bench export sqlite nope',
      `./dev bench export does not know 'nope'; ${TELLS}`,
    ],
    [
      'bench soak --nope 1',
      `./dev bench soak does not know '--nope'; ${TELLS}`,
    ],
    [
      'bench soak --minutes nope',
      "--minutes takes a whole number from 1 on, not 'nope'",
    ],
  ])("answers '%s' with one line, before it does anything", (command, line) => {
    expect(refusalOf(command)).toEqual({ status: 1, said: `${line}\n` });
  });
});

/** Runs lines of bash with the functions of `./dev`; gives what they print. */
function withFunctions(lines: string[]): string {
  const logs = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-dev-'));
  const { stdout } = spawnSync(
    'bash',
    ['-c', [`source ${DEV}`, `logs=${logs}`, ...lines].join('\n')],
    { encoding: 'utf8', timeout: 10_000 },
  );
  fs.rmSync(logs, { recursive: true });
  return stdout;
}

describe('calls made by chance, where python3 has no venv', () => {
  const MISSING =
    '  Calls made by chance need python3 with venv and pip: install them (on Debian, apt-get install python3-venv).\n';
  const COUNT = ['count_api_tests', 'echo "$passed passed, $failed failed"'];
  const [noPython, root, nobody] = [
    'python3() { return 1; }',
    'id() { echo 0; }',
    'id() { echo 1000; }',
  ];

  it('count as failed, and say what is missing in one line', () => {
    expect(withFunctions([noPython, nobody, ...COUNT])).toBe(
      `${MISSING}0 passed, 1 failed\n`,
    );
  });

  it('say so, too, when root cannot install it', () => {
    const said = withFunctions([
      noPython,
      root,
      'apt-get() { return 100; }',
      ...COUNT,
    ]);
    expect(said).toMatch(/^ {2}Python +failed after/);
    expect(said).toContain(`${MISSING}0 passed, 1 failed\n`);
  });

  it('go on once root has installed it', () => {
    const said = withFunctions([
      'python3() { [ "${installed:-}" = python3-venv ]; }',
      root,
      'apt-get() { installed=${*: -1}; }',
      'use_python && echo ready',
    ]);
    expect(said).toMatch(/^ {2}Python +\d+ s\nready\n$/);
  });
});
