import { RunStep } from '@countersign/backstage-plugin-approvals-common';
import { RunSeen } from '@countersign/backstage-plugin-approvals-node';
import { LogEvent, ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { ENDED, FOR_REQUESTER, PARKED } from '../gate/GateError';
import { gateOf } from './askingSteps';
import { hide } from './hide';

/** As the scaffolder keeps it with the end of a task. */
type Failure = { name?: string; message?: string };

/** A run in which nobody takes part for so long, in milliseconds, is stuck. */
const STUCK_AFTER = 120_000;

/** What the scaffolder tells of a task; its log only where it has ended. */
export type TaskRecord = {
  task: Pick<ScaffolderTask, 'status' | 'lastHeartbeatAt' | 'spec'>;
  events: readonly LogEvent[];
};

/** Why a task ended as failed; undefined for one that did not. */
function failureOf({ task, events }: TaskRecord): Failure | undefined {
  const isOver = !['open', 'processing', 'completed'].includes(task.status);
  const end = events.filter(({ type }) => type === 'completion').at(-1);
  const body = end?.body as { error?: Failure; message?: string } | undefined;
  return isOver ? body?.error ?? { message: body?.message } : undefined;
}

/** Parked so that a service can let it go on. */
const FOR_SERVICES = PARKED.filter(name => !FOR_REQUESTER.includes(name));

/** Whether a task waits for no more than being told to go on, and nobody has cancelled it. */
export function isParked(record: TaskRecord): boolean {
  return (
    !isCancelled(record) && FOR_SERVICES.includes(failureOf(record)?.name ?? '')
  );
}

/** What a step knows of that takes long to answer, in milliseconds. */
const KNOWN_AFTER = 120_000;

/**
 * Whether a task has parked so long after a request has ended that it waits for
 * another one, which lets it go on when it ends itself.
 */
export function waitsForAnother(record: TaskRecord, endedAt: string): boolean {
  const end = record.events.filter(({ type }) => type === 'completion').at(-1);
  const parkedAt = Date.parse(end?.createdAt ?? '');
  return (
    failureOf(record)?.name === 'ApprovalPending' &&
    parkedAt - Date.parse(endedAt) > KNOWN_AFTER
  );
}

/** Cancelling a task that has ended leaves its status, and adds this. */
function isCancelled({ events }: TaskRecord): boolean {
  return events.some(({ type }) => type === 'cancelled');
}

/** How a step last was, as the task's log tells it. */
function lastOf(events: readonly LogEvent[], stepId: string) {
  return events
    .filter(({ body }) => body?.stepId === stepId && body.status)
    .at(-1)?.body;
}

/** Whether a task has gone past the step that lets it go on with what a step has asked for. */
export function isPast({ task, events }: TaskRecord, stepId: string): boolean {
  if (task.status === 'completed') {
    return true;
  }
  const gate = gateOf(task.spec.steps, stepId);
  return (
    gate !== undefined &&
    (lastOf(events, gate.id)?.status === 'completed' ||
      isLeftOut(events, gate.id))
  );
}

/** Whether a step was skipped by what its author says of it. */
export function isLeftOut(
  events: readonly LogEvent[],
  stepId: string,
): boolean {
  const last = lastOf(events, stepId);
  return last?.status === 'skipped' && !isSkippedByFailure(last.message);
}

/** What stands behind a step that failed is skipped, too, and comes another time. */
function isSkippedByFailure(message: string): boolean {
  return message.endsWith('because a previous step failed');
}

/** Whether what is told of a run is its own message, in which values may stand that nobody is to read. */
export function tellsItself(record: TaskRecord): boolean {
  const failure = failureOf(record);
  return failure?.message !== undefined && !PARKED.includes(failure.name ?? '');
}

/**
 * How a run stands.
 *
 * @param hidden - values that are not told
 */
export function readRun(
  record: TaskRecord,
  stepId: string,
  now: number,
  hidden: readonly string[] = [],
): RunSeen {
  const { task } = record;
  const past = isPast(record, stepId);
  switch (task.status) {
    case 'completed':
      return { state: 'done', isPast: true };
    case 'processing':
      return { state: 'running', message: silent(task, now), isPast: past };
    case 'open':
      return { state: 'resuming', message: stuck(task, now), isPast: past };
    default:
      return isCancelled(record)
        ? { state: 'cancelled', isPast: past }
        : readFailure(failureOf(record) ?? {}, past, hidden);
  }
}

const WORDS: Record<string, string | undefined> = {
  ApprovalPending: undefined,
  SecretsNeeded: 'It needs again what was typed in as secrets',
  RequesterNeeded: 'No service may let it go on: whoever asked has to',
  ApprovalNotYours:
    'Somebody else tried to let it go on; only whoever asked can',
  ApprovalsUnreachable: 'It could not reach approvals; a retry may help',
  ScaffolderUnreachable: 'It could not reach the scaffolder; a retry may help',
  GateBroken:
    'Its step broke off, as the log of the backend says; a retry may help',
};

function readFailure(
  { name, message }: Failure,
  past: boolean,
  hidden: readonly string[],
): RunSeen {
  if (name && PARKED.includes(name)) {
    const other = past ? 'It waits for another approval now' : WORDS[name];
    return {
      state: 'waiting',
      message: other,
      isPast: past,
      ...(FOR_REQUESTER.includes(name) && { needsRequester: true }),
    };
  }
  const said = shortened(
    withoutHidden(message ?? 'It ended without saying why', hidden),
  );
  // At the gate, what is no word of ours may be gone at the next try.
  return !past && !(name && ENDED.includes(name))
    ? { state: 'waiting', message: said, isPast: past }
    : { state: 'failed', message: said, isPast: past };
}

function stuck(task: TaskRecord['task'], now: number): string | undefined {
  const minutes = minutesWithout(task, now);
  return (
    minutes &&
    `It was told to go on ${minutes} ago, and no worker has taken it: retries have to reach a backend that runs tasks`
  );
}

function silent(task: TaskRecord['task'], now: number): string | undefined {
  const minutes = minutesWithout(task, now);
  return (
    minutes &&
    `Nothing was heard of it for ${minutes}: the backend that ran it may have ended, and the next one that runs tasks takes it up`
  );
}

/** For how long nobody has taken part in a task; undefined where somebody does. */
function minutesWithout(
  { lastHeartbeatAt }: TaskRecord['task'],
  now: number,
): string | undefined {
  const passed = now - Date.parse(lastHeartbeatAt ?? '');
  return passed > STUCK_AFTER
    ? `${Math.floor(passed / 60_000)} minutes`
    : undefined;
}

/** A message in one line, less values that stand in it as JSON, in an address, or behind the marks of Markdown. */
function withoutHidden(message: string, hidden: readonly string[]): string {
  const values = [...hidden, ...hidden.map(inOneLine)];
  return hide(inOneLine(hide(message, hidden)), values);
}

/** Markdown without its marks. */
function inOneLine(message: string): string {
  return message
    .replace(/\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, '$1')
    .replace(/\\([^A-Za-z0-9\s])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

const STATES: Record<string, RunStep['status']> = {
  processing: 'running',
  completed: 'done',
  failed: 'failed',
};

/** The steps of a run, as people are shown them. */
export function readSteps(record: TaskRecord, gateId: string): RunStep[] {
  return record.task.spec.steps.map(({ id, name, action }) => ({
    id,
    name,
    action,
    isGate: id === gateId,
    status: statusOf(record, id),
  }));
}

function statusOf(record: TaskRecord, stepId: string): RunStep['status'] {
  const { task, events } = record;
  const last = lastOf(events, stepId);
  if (last?.status === 'skipped') {
    return isSkippedByFailure(last.message) ? 'next' : 'skipped';
  }
  if (last?.status === 'cancelled') {
    return hasBegun(events, stepId) ? 'failed' : 'skipped';
  }
  const status = STATES[last?.status ?? ''] ?? 'next';
  if (status !== 'failed') return status;
  // Told to go on, it failed in the try before.
  if (['open', 'processing'].includes(task.status)) return 'next';
  return PARKED.includes(failureOf(record)?.name ?? '') ? 'waiting' : status;
}

/** A cancelled task has all steps cancelled that were not done. */
function hasBegun(events: readonly LogEvent[], stepId: string): boolean {
  return events.some(
    ({ body }) => body?.stepId === stepId && body.status === 'processing',
  );
}
