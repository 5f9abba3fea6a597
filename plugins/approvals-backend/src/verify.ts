/**
 * The command that checks the history without a running portal.
 *
 * @packageDocumentation
 */
import { open } from 'node:fs/promises';
import { Verification } from '@countersign/backstage-plugin-approvals-common';
import { createCommand } from './commandLine';
import { withHistory } from './withHistory';
import type { CopyFound } from './history';

const HELP = `Checks that nobody changed the history of approvals.

  verify [--config <file>]... [--stream <name>] [--against <file>]

  --config   as the backend takes it; app-config.yaml and app-config.local.yaml by default
  --stream   checks one stream only, such as request:019ab3c4-…
  --against  compares with a copy that was kept elsewhere: JSON lines, each an event
             as the audit exports it, or the body of a webhook
  --json     prints what was found as JSON

Exit status: 0 nothing is wrong, 1 a fault or a difference was found,
2 it could not be checked.
`;

type Options = { stream?: string; against?: string };
type Found = Verification & { copy?: CopyFound };

/**
 * Checks the history in the database that the configuration names, and
 * compares it with a copy where one is named. Changes nothing there. Takes the
 * arguments of the command line, gives the exit status.
 */
export const verifyCommand = createCommand({
  help: HELP,
  failure: 'Could not check',
  options: {
    stream: { type: 'string' },
    against: { type: 'string' },
    json: { type: 'boolean' },
  },
  work: async (values, argv, { say }) => {
    const found = await check(argv, values);
    const words = values.json ? [JSON.stringify(found)] : inWords(found);
    words.forEach(line => say(line));
    return found.ok && !found.copy?.differs ? 0 : 1;
  },
});

async function check(
  argv: string[],
  { stream, against }: Options,
): Promise<Found> {
  // First: a file that is not there need not wait until everything is checked.
  const file = against === undefined ? undefined : await open(against);
  try {
    return await withHistory(argv, async ({ verifier, copyCheck }) => {
      const found = await verifier.verify({ stream });
      if (!file) {
        return found;
      }
      const copy = await copyCheck.check(file.readLines(), stream);
      if (copy.compared === 0) {
        throw new Error(`'${against}' has no line that could be compared`);
      }
      return { ...found, copy };
    });
  } finally {
    await file?.close();
  }
}

function inWords({ copy, ...found }: Found): string[] {
  return [historyWords(found), ...(copy ? [copyWords(copy)] : [])];
}

function historyWords(found: Verification): string {
  const { streams, events, erased, seals, broken } = found;
  const count = `${counted(events, 'line')} of ${counted(streams, 'stream')}`;
  if (broken) {
    return `Broken: stream '${broken.stream}', line ${broken.seq}: ${broken.reason}. Checked until then: ${count}.`;
  }
  const sealed = seals > 0 ? ` ${counted(seals, 'seal')} verified.` : '';
  const gone = erased > 0 ? ` ${counted(erased, 'erased text')}.` : '';
  return `Nothing is wrong with ${count}.${sealed}${gone}`;
}

function copyWords(copy: CopyFound): string {
  const { compared, seals, lastSeal, skipped, differs } = copy;
  if (differs) {
    return `Different: line ${differs.line} of the copy; stream '${differs.stream}', line ${differs.seq}: ${differs.reason}.`;
  }
  const sealed = lastSeal
    ? `, with ${counted(seals, 'seal')}, the last of ${lastSeal}`
    : '';
  const rest =
    skipped > 0 ? ` Nothing to compare in ${counted(skipped, 'line')}.` : '';
  return `The copy says the same in ${counted(
    compared,
    'line',
  )}${sealed}.${rest}`;
}

const counted = (n: number, what: string) =>
  `${n} ${what}${n === 1 ? '' : 's'}`;
