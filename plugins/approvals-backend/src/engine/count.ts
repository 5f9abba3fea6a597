import {
  HeldReason,
  Lack,
  Quorum,
  RejectedReason,
  Rule,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { approverSeats } from './lookups';
import { StageState, TaskState } from './types';

/** How a rule that demands people stands. `more`: approvals it still needs. */
export type RuleTally = {
  rule: number;
  min: number;
  approved: number;
  open: number;
  rejected: number;
};

/** The figures of a stage: persons who approved, rejected, hold an open seat; and what is needed. */
export type Tally = {
  need: number;
  approved: number;
  rejected: number;
  open: number;
  /** Only rules with `required` or `min`. */
  rules: RuleTally[];
};

/**
 * When the arithmetic runs. Only at the first two may `onNoApprovers: reject`
 * reject: no approval and no help ever does.
 */
export type Moment = 'people_first_known' | 'abstention' | 'later';

/** What the arithmetic says. */
export type Verdict =
  | { outcome: 'approved' | 'active' }
  | { outcome: 'rejected'; reason: RejectedReason }
  | { outcome: 'held'; reason: HeldReason; lack: Lack };

/**
 * How many approvals a stage needs. `voters` are the people seated, without
 * seats of origin `escalated` and without those who abstained.
 */
export function needOf(quorum: Quorum, voters: number): number {
  switch (quorum.mode) {
    case 'all':
      return Math.max(1, voters);
    case 'count':
      return quorum.value;
    default: // percentage, rounded up in whole numbers
      return Math.max(1, Math.floor((quorum.value * voters + 99) / 100));
  }
}

/** Counts the seats of a stage. */
export function tally(definition: StageDefinition, stage: StageState): Tally {
  const seats = approverSeats(stage);
  const voters = seats.filter(
    seat => seat.origin !== 'escalated' && !decided(seat, 'abstain'),
  ).length;
  return {
    need: needOf(definition.quorum, voters),
    ...figures(seats),
    rules: definition.approvers.flatMap((rule, index) =>
      rule.required || rule.min !== undefined
        ? [tallyRule(rule, index, seats)]
        : [],
    ),
  };
}

function tallyRule(rule: Rule, index: number, seats: TaskState[]): RuleTally {
  const own = figures(
    seats.filter(
      ({ origin, rules }) => origin !== 'escalated' && rules.includes(index),
    ),
  );
  const voters = own.approved + own.rejected + own.open;
  return { rule: index, min: rule.min ?? Math.max(1, voters), ...own };
}

function figures(seats: TaskState[]) {
  return {
    approved: seats.filter(seat => decided(seat, 'approve')).length,
    rejected: seats.filter(seat => decided(seat, 'reject')).length,
    open: seats.filter(({ status }) => status === 'open').length,
  };
}

function decided({ decision }: TaskState, kind: string): boolean {
  return decision?.decision === kind;
}

/** Whether the rule can no longer get the approvals that it demands. */
export function isShort({ min, approved, open }: RuleTally): boolean {
  return approved + open < min;
}

/** How many people a stage and its rules lack. */
export function lackOf({ need, approved, open, rules }: Tally): Lack {
  return {
    people: Math.max(0, need - approved - open),
    rules: rules.filter(isShort).map(rule => ({
      rule: rule.rule,
      people: rule.min - rule.approved - rule.open,
    })),
  };
}

/** The counting table of a stage whose people are known; its order is the specification's. */
export function judge(
  definition: StageDefinition,
  counted: Tally,
  moment: Moment,
): Verdict {
  const { need, approved, rejected, open, rules } = counted;
  const stuck = (reason: HeldReason & RejectedReason): Verdict =>
    definition.onNoApprovers === 'reject' && moment !== 'later'
      ? { outcome: 'rejected', reason }
      : { outcome: 'held', reason, lack: lackOf(counted) };

  // 1. Enough rejections.
  if (rejected >= definition.rejections) {
    return { outcome: 'rejected', reason: 'rejections' };
  }
  // 2. Nobody is left who could still say anything, and nobody has.
  if (approved === 0 && rejected === 0 && open === 0) {
    return stuck('no_approvers');
  }
  // 3. Need and rules are met.
  if (approved >= need && rules.every(rule => rule.approved >= rule.min)) {
    return { outcome: 'approved' };
  }
  // 4. They can no longer be met: by a rejection, or for want of people.
  const tooFew = approved + open < need;
  const shortRules = rules.filter(isShort);
  if ((tooFew && rejected > 0) || shortRules.some(rule => rule.rejected > 0)) {
    return { outcome: 'rejected', reason: 'quorum_unreachable' };
  }
  if (shortRules.length > 0) {
    return stuck('rule_unreachable');
  }
  if (tooFew) {
    return stuck('not_enough_approvers');
  }
  // 5. Otherwise it goes on.
  return { outcome: 'active' };
}
