import { LoggerService } from '@backstage/backend-plugin-api';
import { ApprovalsError } from '@countersign/backstage-plugin-approvals-common';
import { NoAnswer } from '../NoAnswer';
import { GateError } from './GateError';

const LATER = 'Nothing behind this step has run: retry it later.';

/** What is said of a step that came to nothing for now: why in words, never what was caught. */
function unreachable(error: unknown): GateError {
  if (error instanceof ApprovalsError) {
    return new GateError(
      'ApprovalsUnreachable',
      `${
        error.status === 429
          ? 'Approvals is asked too much just now.'
          : `Approvals cannot answer just now: it failed with status ${error.status}.`
      } ${LATER}`,
    );
  }
  switch (error instanceof NoAnswer ? error.service : undefined) {
    case 'approvals':
      return new GateError(
        'ApprovalsUnreachable',
        `Approvals cannot be reached just now. ${LATER}`,
      );
    case 'scaffolder':
      return new GateError(
        'ScaffolderUnreachable',
        `The scaffolder does not say just now what this run is made of. ${LATER}`,
      );
    default:
      return new GateError(
        'GateBroken',
        `This step has broken off; the log of the backend says why. ${LATER}`,
      );
  }
}

/**
 * Says of calls that came to nothing that a retry may help, and to those who
 * run the backend why they did.
 *
 * @throws GateError
 */
export async function reached<T>(
  logger: Pick<LoggerService, 'warn'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GateError) {
      throw error;
    }
    logger.warn('A step that waits for an approval broke off', causeOf(error));
    throw unreachable(error);
  }
}

function causeOf(error: unknown): Error {
  const cause = error instanceof NoAnswer ? error.cause : error;
  return cause instanceof Error ? cause : new Error(String(cause));
}
