import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { Effect, Input, RuleResult } from '..';
import { Move } from './generators';

type Known = {
  now: string;
  definition: PolicyDefinition;
  leavers: string[];
  taskIds: string[];
};

/** What a worker brings for an effect. */
export function inputOfEffect(
  effect: Effect,
  move: Extract<Move, { kind: 'deliver' }>,
  { now, definition, leavers, taskIds }: Known,
): Input {
  const people = move.people as (string[] | RuleResult)[];
  const results = people.map(one =>
    Array.isArray(one) ? { people: one } : one,
  );
  const common = { now, leavers, notUsers: leavers, taskIds };
  switch (effect.kind) {
    case 'request.conditions':
      return {
        type: 'conditionsEvaluated',
        now,
        round: effect.payload.round,
        results: definition.stages.flatMap(({ skipIf }, stage) =>
          skipIf ? [{ stage, skip: move.skips[stage] }] : [],
        ),
      };
    case 'stage.people': {
      const { approvers } = definition.stages[effect.payload.stage];
      return {
        type: 'peopleFound',
        ...effect.payload,
        ...common,
        approvers: results.slice(0, approvers.length),
        observers: [{ people: move.observers }],
      };
    }
    case 'stage.reminder':
      return { type: 'reminderDue', now, leavers, ...effect.payload };
    case 'stage.seats':
      return { type: 'seatsChecked', now, leavers, ...effect.payload };
    case 'stage.breach':
      return {
        type: 'breachDue',
        ...effect.payload,
        ...common,
        escalation: results.slice(0, 1),
      };
    case 'request.expiry':
      return { type: 'expiryDue', now, round: effect.payload.round };
    default:
      return { type: 'passExpiryDue', now };
  }
}
