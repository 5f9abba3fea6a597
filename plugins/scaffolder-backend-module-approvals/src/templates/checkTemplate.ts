import { AppliesTo } from './appliesTo';
import { mustHaveGate } from './mustHaveGate';
import { formRules, stepRules, templateRules } from './rules';
import { secretFlow } from './secretFlow';
import { CheckedTemplate, isAsking, isWaiting } from './template';

/**
 * How bad a finding is. `refused`: a retry would pass the gate, so nobody may
 * use the template, whatever the configuration says. `error`: the gate would
 * not do what its author means. `warning`: it may not.
 */
export type Severity = 'refused' | 'error' | 'warning';

/** Something wrong or odd in a template. */
export type Finding = {
  /** Names the rule: `same-step-id`. */
  rule: string;
  severity: Severity;
  /** Id of the step that it is about. */
  step?: string;
  /** One sentence for the template's author. */
  message: string;
};

/** What the check knows besides the template. */
export type CheckOptions = {
  /** Policies that demand a gate of some templates. */
  policies?: readonly AppliesTo[];
  /** Files of earlier steps are there again after a wait; undefined when it is not known. */
  keepsWorkspace?: boolean;
};

/** What is wrong or odd in a template, the worst first. */
export function checkTemplate(
  template: CheckedTemplate,
  options: CheckOptions = {},
): Finding[] {
  const isGated = template.steps.some(
    step => isWaiting(step) || isAsking(step),
  );
  const findings = [
    ...(isGated
      ? [
          ...templateRules(template),
          ...stepRules(template, options),
          ...secretFlow(template),
          ...formRules(template),
        ]
      : []),
    ...mustHaveGate(template, options.policies ?? []),
  ];
  const order: Severity[] = ['refused', 'error', 'warning'];
  return findings.sort(
    (one, other) => order.indexOf(one.severity) - order.indexOf(other.severity),
  );
}
