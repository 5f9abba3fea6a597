import { AppliesTo, matches } from './appliesTo';
import type { Finding } from './checkTemplate';
import { CheckedTemplate, isAsking, isWaiting } from './template';

/** Which policies demand a gate that a template has not. */
export function mustHaveGate(
  template: CheckedTemplate,
  policies: readonly AppliesTo[],
): Finding[] {
  return policies
    .filter(({ templates }) =>
      templates.some(filter => matches(filter, template)),
    )
    .flatMap(({ key }) => missingGate(template, key));
}

function missingGate({ steps }: CheckedTemplate, key: string): Finding[] {
  // What asks and never waits is no gate.
  const gates = steps.filter(
    (step, index) =>
      isAsking(step) &&
      (isWaiting(step) ||
        steps.slice(index).some(({ action }) => action === 'approval:wait')),
  );
  if (gates.some(({ input }) => input?.policy === key)) {
    return [];
  }
  const unknown = gates.find(({ input }) => isExpression(input?.policy));
  return [
    unknown
      ? {
          rule: 'gate-of-unknown-policy',
          severity: 'warning',
          step: unknown.id,
          message: `Policy '${key}' demands a gate of this template; step '${unknown.id}' takes its policy from elsewhere, so nobody can tell here`,
        }
      : {
          rule: 'gate-is-missing',
          severity: 'error',
          message: `Policy '${key}' demands a gate of this template, and there is none: add a step with approval:gate and 'policy: ${key}'`,
        },
  ];
}

function isExpression(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${{');
}
