import { JsonObject } from '@backstage/types';
import { gateOf } from './askingSteps';
import { isLeftOut, TaskRecord } from './readRun';

/** An expression that takes one value of the form as it is. */
const ONE_PARAMETER = /^\$\{\{\s*parameters((?:\.\w+)+)\s*\}\}$/;

/**
 * Whether a run goes on after a refusal, too. Of an expression that cannot be
 * read here the gate is asked: it may, as long as the gate has not run; and it
 * does where the gate itself has let it pass.
 *
 * Never where another step has the id of the one that asks or of the gate: a
 * retry passes it without anything being decided, and what it tells its steps
 * is not what the gate would have told them. Nor where the gate was skipped by
 * what its author says of it: nobody behind it has heard of the refusal.
 */
export function goesOnWhenRejected(
  record: Pick<TaskRecord, 'task' | 'events'>,
  stepId: string,
): boolean {
  const { steps, parameters } = record.task.spec;
  const gate = gateOf(steps, stepId);
  const isShared = (shared: string) =>
    steps.filter(({ id }) => id === shared).length > 1;
  if (!gate || isShared(stepId) || isShared(gate.id)) {
    return false;
  }
  if (isLeftOut(record.events, gate.id)) {
    return false;
  }
  const said = gate.input?.onRejected;
  if (typeof said !== 'string' || !/\{\{|\{%/.test(said)) {
    return said === 'continue';
  }
  const taken = ONE_PARAMETER.exec(said);
  return (
    !taken || valueAt(parameters, taken[1].slice(1).split('.')) === 'continue'
  );
}

function valueAt(parameters: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as JsonObject)[key]
        : undefined,
    parameters,
  );
}
