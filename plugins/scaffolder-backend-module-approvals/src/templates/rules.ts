import { takesSecrets } from '../gate/secrets';
import type { CheckOptions, Finding } from './checkTemplate';
import { expressionsIn, withoutStrings } from './expressions';
import { passwordFields } from './hiddenFields';
import { CheckedTemplate, isAsking, isWaiting, TemplateStep } from './template';

/** In any spelling: `(always)()` is one, and so is another name for it. */
const STATUS_CHECK = /(^|[^\w.])(always|failure)\b/;
const MAKES_FILES = /^(fetch|fs|catalog:write|roadiehq:utils:fs)/;

/** What is wrong with a gated template as a whole. */
export function templateRules(template: CheckedTemplate): Finding[] {
  const { steps, startsOver } = template;
  const findings = sameIds(steps);
  if (startsOver) {
    findings.push({
      rule: 'start-over',
      severity: 'error',
      message:
        'EXPERIMENTAL_recovery: startOver runs finished steps again, and each run leaves a query a second behind: remove it',
    });
  }
  if (steps.some(isAsking) && !steps.some(isWaiting)) {
    findings.push({
      rule: 'asks-without-waiting',
      severity: 'warning',
      message:
        'It asks for approval and goes on without it: add a step with approval:wait',
    });
  }
  return findings;
}

/** A retry knows finished steps by their ids only. */
function sameIds(steps: TemplateStep[]): Finding[] {
  const ids = steps.map(({ id }) => id);
  const shared = [...new Set(ids)].filter(
    id => ids.indexOf(id) !== ids.lastIndexOf(id),
  );
  return shared.map(id => {
    const isGate = steps.some(
      step => step.id === id && (isWaiting(step) || isAsking(step)),
    );
    return isGate
      ? {
          rule: 'same-step-id',
          severity: 'refused',
          step: id,
          message: `Another step has the id '${id}' of a gate, given or by its place: once that one is done, a retry passes the gate without any approval. Give each step an id of its own`,
        }
      : {
          rule: 'same-step-id',
          severity: 'error',
          step: id,
          message: `Two steps have the id '${id}', given or by its place: when the run goes on after the wait, the second one is taken for done. Give each step an id of its own`,
        };
  });
}

/** What is wrong with single steps of a gated template. */
export function stepRules(
  { steps }: CheckedTemplate,
  { keepsWorkspace }: CheckOptions,
): Finding[] {
  const firstWait = steps.findIndex(isWaiting);
  return steps.flatMap((step, index) => [
    ...statusCheck(step),
    ...(isWaiting(step) || isAsking(step) ? gateRules(step) : []),
    ...(index < firstWait && !keepsWorkspace && MAKES_FILES.test(step.action)
      ? [filesAreGone(step)]
      : []),
  ]);
}

function statusCheck({ id, if: condition }: TemplateStep): Finding[] {
  return takesStatus(condition)
    ? [
        {
          rule: 'status-check',
          severity: 'error',
          step: id,
          message: `Step '${id}' runs by always() or failure(): it runs when the task begins to wait, and never again. Clean up elsewhere`,
        },
      ]
    : [];
}

function takesStatus(condition: unknown): boolean {
  return (
    typeof condition === 'string' &&
    expressionsIn(condition).some(code =>
      STATUS_CHECK.test(withoutStrings(code)),
    )
  );
}

function gateRules(step: TemplateStep): Finding[] {
  const { id, if: condition, each, input } = step;
  const findings: Finding[] = [];
  if (condition === false) {
    findings.push({
      rule: 'gate-never-asks',
      severity: 'error',
      step: id,
      message: `Step '${id}' has 'if: false': it never asks anybody`,
    });
  } else if (condition !== undefined && condition !== true) {
    findings.push({
      rule: 'gate-can-be-skipped',
      severity: 'warning',
      step: id,
      message: `Step '${id}' is skipped when its 'if' is not true: what stands behind it then runs without approval. Conditions are better kept in the policy`,
    });
  }
  if (each !== undefined) {
    findings.push({
      rule: 'gate-can-be-skipped',
      severity: 'warning',
      step: id,
      message: `Step '${id}' asks nobody when its 'each' is empty: what stands behind it then runs without approval`,
    });
  }
  if (takesSecrets(input) || (isAsking(step) && takesSecrets(each))) {
    findings.push({
      rule: 'secrets-asked',
      severity: 'error',
      step: id,
      message: `Step '${id}' takes a secret into what it asks for, where approvers would read it: it is refused when it runs`,
    });
  }
  return findings;
}

function filesAreGone({ id }: TemplateStep): Finding {
  return {
    rule: 'files-before-gate',
    severity: 'warning',
    step: id,
    message: `Step '${id}' makes files before the gate: they are gone after the wait unless scaffolder.taskRecovery.workspaceProvider is set. Put the gate first`,
  };
}

/** What is wrong with the form of a gated template. */
export function formRules({ parameters }: CheckedTemplate): Finding[] {
  return passwordFields(parameters).map(name => ({
    rule: 'password-in-clear',
    severity: 'error',
    message: `The form hides what is typed into '${name}' (ui:widget: password), but it is kept and shown in clear: take it with 'ui:field: Secret'`,
  }));
}
