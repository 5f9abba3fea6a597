import {
  PolicyDefinition,
  Rule,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { ExpressionText } from '../sandbox';

/** Where something stands in a definition. */
export type Place = (string | number)[];

/** A rule and where it stands. */
export type PlacedRule = { rule: Rule; place: Place };

/** An expression and where it stands. */
export type PlacedExpression = ExpressionText & { place: Place };

/** All rules of a definition: for approvers, for observers, and to escalate to. */
export function rulesOf({ stages }: PolicyDefinition): PlacedRule[] {
  return stages.flatMap((stage, index) =>
    [
      placed(stage.approvers, ['stages', index, 'approvers']),
      placed(stage.observers, ['stages', index, 'observers']),
      placed(stage.deadline?.escalateTo ?? [], [
        'stages',
        index,
        'deadline',
        'escalateTo',
      ]),
    ].flat(),
  );
}

/** All expressions of a definition: conditions, and rules that name people. */
export function expressionsOf(
  definition: PolicyDefinition,
): PlacedExpression[] {
  const conditions = definition.stages.flatMap(({ skipIf }, index) =>
    skipIf === undefined
      ? []
      : [
          {
            place: ['stages', index, 'skipIf'],
            text: skipIf,
            expects: 'bool' as const,
          },
        ],
  );
  const people = rulesOf(definition).flatMap(({ rule, place }) =>
    rule.type === 'expression'
      ? [
          {
            place: [...place, 'people'],
            text: String(rule.people),
            expects: 'people' as const,
          },
        ]
      : [],
  );
  return [...conditions, ...people];
}

/** True when a rule demands people beyond the stage's quorum. */
export function isDemanding(rule: Rule): boolean {
  return rule.required === true || rule.min !== undefined;
}

/** True when the request itself says whom the rule finds. */
export function isFromRequest(rule: Rule): boolean {
  return (
    rule.type === 'owner' ||
    (rule.type === 'expression' &&
      /\b(context|subject)\b/.test(String(rule.people)))
  );
}

/** How many approvals a stage needs for so many people. */
export function needFor({ quorum }: StageDefinition, people: number): number {
  switch (quorum.mode) {
    case 'count':
      return quorum.value;
    case 'percentage':
      return Math.max(1, Math.floor((quorum.value * people + 99) / 100));
    default:
      return Math.max(1, people);
  }
}

function placed(rules: Rule[], place: Place): PlacedRule[] {
  return rules.map((rule, index) => ({ rule, place: [...place, index] }));
}
