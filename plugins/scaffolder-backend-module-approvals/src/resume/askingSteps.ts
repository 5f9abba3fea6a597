import { TaskStep } from '@backstage/plugin-scaffolder-common';
import { isAsking } from '../templates/template';

/**
 * The step that lets a run go on with the approval that a step has asked for:
 * the same one, or the one that waits for it. Where several may, the last of
 * them: behind it nothing waits any more. Undefined where nothing waits.
 */
export function gateOf(
  steps: readonly TaskStep[],
  stepId: string,
): TaskStep | undefined {
  const asksIt = (step: TaskStep) => step.id === stepId && isAsking(step);
  const index = steps.findIndex(asksIt);
  if (steps[index]?.action !== 'approval:request') {
    return steps[index] ?? steps.find(({ id }) => id === stepId);
  }
  const waiting = steps
    .slice(index + 1)
    .filter(({ action }) => action === 'approval:wait');
  const named = waiting.filter(({ input }) => names(input?.requests, stepId));
  return (named.length > 0 ? named : waiting).at(-1);
}

/** Whether an input that is not rendered yet takes something from a step. */
function names(raw: unknown, stepId: string): boolean {
  const id = stepId.replace(/\W/g, '\\$&');
  const taken = new RegExp(
    `\\bsteps\\s*(\\.\\s*${id}(?![\\w-])|\\[\\s*['"]${id}['"])`,
  );
  return [raw].flat().some(text => taken.test(String(text)));
}
