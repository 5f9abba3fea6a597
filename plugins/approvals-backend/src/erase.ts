/**
 * The command that erases one text of the history.
 *
 * @packageDocumentation
 */
import {
  ID_SHAPE,
  LIMITS,
  parsePlainly,
  textPart,
  userRef,
  words,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { createCommand, Output } from './commandLine';
import { withHistory } from './withHistory';

const HELP = `Erases a comment or a reason from the history of approvals, and says so there.

  erase --event <id> [--part text|reason] --by <person> --why <words> [--config <file>]...

  --event   the id of the event that the text belongs to: the raw event shows it
  --part    text (default): the comment or reason that the event carries;
            reason: why an administrator decided in somebody's stead
  --by      who has it erased, such as user:default/erin
  --why     stays in the history: do not repeat there what is to be erased
  --config  as the backend takes it; app-config.yaml and app-config.local.yaml by default

The words and their salt are gone at once and for good; their hash stays, so
that the chain stays whole. What has left the database before is not reached:
exports, messages to webhooks, mails, and backups.

Exit status: 0 it is erased, also when it was before; 1 there is no such text;
2 it could not be done.
`;

const asked = z.object({
  event: z.string().regex(ID_SHAPE, { error: 'must be the id of an event' }),
  part: textPart.default('text'),
  by: userRef(),
  why: words(LIMITS.reason).refine(why => why !== '', {
    error: 'must say something',
  }),
});

/**
 * Erases a text in the database that the configuration names. Takes the
 * arguments of the command line, gives the exit status.
 */
export const eraseCommand = createCommand({
  help: HELP,
  failure: 'Could not erase',
  options: {
    event: { type: 'string' },
    part: { type: 'string' },
    by: { type: 'string' },
    why: { type: 'string' },
  },
  work: async (values, argv, output) => erase(argv, readAsked(values), output),
});

function readAsked(values: Record<string, unknown>): z.output<typeof asked> {
  const read = parsePlainly(asked, values);
  if (!read.success) {
    const [{ path, message }] = read.issues;
    throw new Error(`--${path.join('.')}: ${message}`);
  }
  return read.data;
}

async function erase(
  argv: string[],
  { event: eventId, part, by, why }: z.output<typeof asked>,
  { say, complain }: Output,
): Promise<number> {
  const done = await withHistory(argv, ({ eraser }) =>
    eraser.erase({ eventId, part, by, why }),
  );
  switch (done.result) {
    case 'erased':
      say(`The ${part} is erased; event '${done.event.id}' says so.`);
      return 0;
    case 'was_erased':
      say(`The ${part} was erased before; event '${done.by}' says so.`);
      return 0;
    case 'no_event':
      complain(`There is no event '${eventId}'`);
      return 1;
    default:
      complain(`Event '${eventId}' has no ${part}`);
      return 1;
  }
}
