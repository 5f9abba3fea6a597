/**
 * Why a gate does not let a task go on.
 *
 * The scaffolder keeps an error's name and message with the task, and nothing
 * else of it: what resumes tasks tells by the name whether this one is parked.
 */
export type GateErrorName =
  | 'ApprovalPending'
  | 'SecretsNeeded'
  | 'ApprovalNotYours'
  | 'RequesterNeeded'
  | 'ApprovalsUnreachable'
  | 'ScaffolderUnreachable'
  | 'GateBroken'
  | 'ApprovalRejected'
  | 'ApprovalOver'
  | 'ApprovalMismatch'
  | 'GateNotReady'
  | 'GateInputRefused'
  | 'TemplateRefused';

/** The task is parked: a retry asks again, and may go on. */
export const PARKED: readonly string[] = [
  'ApprovalPending',
  'SecretsNeeded',
  'ApprovalNotYours',
  'RequesterNeeded',
  'ApprovalsUnreachable',
  'ScaffolderUnreachable',
  'GateBroken',
] satisfies GateErrorName[];

/** Parked so that no service can let it go on: only whoever asked can. */
export const FOR_REQUESTER: readonly string[] = [
  'SecretsNeeded',
  'RequesterNeeded',
] satisfies GateErrorName[];

/**
 * The task has ended at its gate: a retry comes to the same. `TemplateRefused`
 * is none of them: of the worst templates a retry passes the gate, which is
 * why their runs stay looked after.
 */
export const ENDED: readonly string[] = [
  'ApprovalRejected',
  'ApprovalOver',
  'ApprovalMismatch',
  'GateNotReady',
  'GateInputRefused',
] satisfies GateErrorName[];

/** Ends a step before anything behind it runs. The message is Markdown, as the task page shows it. */
export class GateError extends Error {
  constructor(name: GateErrorName, message: string) {
    super(message);
    this.name = name;
    // The scaffolder writes the stack into the task's log, which people read.
    this.stack = `${name}: ${message}`;
  }
}
