import { createHash } from 'node:crypto';
import { LIMITS } from '@countersign/backstage-plugin-approvals-common';
import { GateError } from './gate/GateError';
import { plain } from './gate/words';

/** The kind of executions that this package runs. */
export const KIND = 'scaffolder';

/** Which run of which step a request was made for. */
export type GateExecution = { taskId: string; stepId: string; key: string };

const PLAIN_KEY = /^[\w.:@-]{1,64}$/;

/**
 * The id of an execution, which is also the consumer of its pass:
 * `<task>/<step>/<key>`. Keys that do not fit are hashed.
 *
 * @throws GateError GateInputRefused when the step's id is too long
 */
export function executionId({ taskId, stepId, key }: GateExecution): string {
  const short = PLAIN_KEY.test(key) ? key : sha256(key);
  const id = `${taskId}/${stepId}/${short}`;
  if (id.length > LIMITS.name) {
    throw new GateError(
      'GateInputRefused',
      `The id of step '${plain(stepId.slice(0, 40))}…' is too long`,
    );
  }
  return id;
}

/** Reads an id again; undefined when it is none of ours. */
export function parseExecutionId(id: string): GateExecution | undefined {
  const first = id.indexOf('/');
  const last = id.lastIndexOf('/');
  return first > 0 && last > first && last < id.length - 1
    ? {
        taskId: id.slice(0, first),
        stepId: id.slice(first + 1, last),
        key: id.slice(last + 1),
      }
    : undefined;
}

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
