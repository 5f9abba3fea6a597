import {
  Rule,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { StageState, StageView } from '../engine';

const HELD_WORDS: Record<string, string> = {
  expression_failed: 'An expression of the policy failed',
  rule_unreachable: 'A rule can find too few people',
  resolving_failed: 'Its people could not be looked up',
  too_many_people: 'It found more than 1,000 people',
  no_approvers: 'Nobody is left who could decide',
  not_enough_approvers: 'Too few people are left who could decide',
};

/** What a stage still needs, in words: refs stand for names. */
export function missingWords(
  definition: StageDefinition,
  stage: Pick<StageState, 'status' | 'reason'>,
  view: StageView,
): string[] {
  if (stage.status !== 'active' && stage.status !== 'held') {
    return [];
  }
  const why =
    stage.status === 'held' ? HELD_WORDS[stage.reason ?? ''] ?? [] : [];
  const rules = view.rules.map(({ rule, more, waitingOn }) =>
    ruleWords(definition.approvers[rule], more, waitingOn),
  );
  const ofRules = Math.max(0, ...view.rules.map(({ more }) => more));
  const more =
    view.more > ofRules
      ? [`${view.more} more ${view.more === 1 ? 'approval' : 'approvals'}`]
      : [];
  return [why, more, rules].flat();
}

function ruleWords(rule: Rule, more: number, waitingOn: string[]): string {
  return rule.required && waitingOn.length > 0
    ? `${waitingOn.join(', ')} must approve`
    : `${more} more of ${ruleName(rule)}`;
}

function ruleName(rule: Rule): string {
  switch (rule.type) {
    case 'user':
      return String(rule.user);
    case 'group':
      return String(rule.group);
    case 'owner':
      return 'the owners';
    default:
      return `the people of rule '${rule.type}'`;
  }
}
