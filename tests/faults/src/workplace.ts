import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Whether there is time for more rounds: `./dev bench faults`. */
export const isLong = process.env.FAULTS === 'long';

/** What can be made again: PostgreSQL's copy. Tests run in the folder of their package. */
export const cache = path.resolve('../../.cache');

/** A folder for databases and logs: the one that `./dev` removes at its end, or a new one. */
export const workplace =
  process.env.FAULTS_FOLDER ??
  fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-faults-'));

/** A name that nothing else has here. */
export function unique(name: string): string {
  return `${name}_${randomBytes(4).toString('hex')}`;
}

/** A new file for what a process says. */
export function logFile(name: string): string {
  const folder = path.join(workplace, 'logs');
  fs.mkdirSync(folder, { recursive: true });
  return path.join(folder, `${unique(name)}.log`);
}

/** Tells what was seen, where somebody reads it: in the long form. */
export function tell(line: string): void {
  if (isLong) {
    process.stderr.write(`    ${line}\n`);
  }
}
