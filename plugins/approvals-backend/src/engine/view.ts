import { lackOf, tally } from './count';
import { approverSeats, isRunning } from './lookups';
import { RequestState, StageState } from './types';

/** What one rule still needs. */
export type RuleView = {
  rule: number;
  /** Approvals that its people still have to give. */
  more: number;
  /** Those of its people whose seat is open. */
  waitingOn: string[];
  /** How many people it lacks: it can be met only with help. */
  lacking: number;
};

/** A stage's figures, as they follow from its seats. */
export type StageView = {
  /** Unknown while the people are, unless the policy gives a plain number. */
  need?: number;
  approved: number;
  /** Approvals that are still to come; 0 once the stage is over. */
  more: number;
  /** How many people the quorum lacks: it can be reached only with help. */
  lacking: number;
  /** Rules with `required` or `min` that are not met yet; none once the stage is over. */
  rules: RuleView[];
  overdue: boolean;
};

/** The figures of a stage at a time, for whoever shows it. */
export function stageView(
  { definition }: Pick<RequestState, 'definition'>,
  stage: StageState,
  now: string,
): StageView {
  const counted = tally(definition.stages[stage.index], stage);
  const { quorum } = definition.stages[stage.index];
  const isOpen = isRunning(stage);
  const lack = lackOf(counted);
  return {
    need:
      stage.peopleKnown || quorum.mode === 'count' ? counted.need : undefined,
    approved: counted.approved,
    more: isOpen ? Math.max(0, counted.need - counted.approved) : 0,
    lacking: isOpen && stage.peopleKnown ? lack.people : 0,
    rules: isOpen
      ? counted.rules
          .filter(({ approved, min }) => approved < min)
          .map(({ rule, approved, min }) => ({
            rule,
            more: min - approved,
            waitingOn: waitingOn(stage, rule),
            lacking: lack.rules.find(short => short.rule === rule)?.people ?? 0,
          }))
      : [],
    overdue: isOpen && stage.dueAt !== undefined && stage.dueAt <= now,
  };
}

function waitingOn(stage: StageState, rule: number): string[] {
  return approverSeats(stage)
    .filter(
      ({ status, origin, rules }) =>
        status === 'open' && origin !== 'escalated' && rules.includes(rule),
    )
    .map(({ person }) => person);
}
