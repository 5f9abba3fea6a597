import { StageDefinition } from '@countersign/backstage-plugin-approvals-common';
import { StageState, TaskState } from '..';

/**
 * A second counter, slow and simple on purpose: it tries numbers one by one and
 * asks "what if everybody who still can said yes?", where the engine calculates.
 */
export function naiveVerdict(
  definition: StageDefinition,
  stage: StageState,
): string {
  const seats = countedSeats(stage);
  const rejectors = seats.filter(saying('reject'));
  if (rejectors.length >= definition.rejections) {
    return 'rejected: rejections';
  }
  if (seats.every(saying('abstain'))) {
    return 'held: no_approvers';
  }
  if (isMet(definition, seats)) {
    return 'approved';
  }
  const hopeful = seats.map(allSayYes);
  if (isMet(definition, hopeful)) {
    return 'active';
  }
  const shortOfPeople = !isQuorumMet(definition, hopeful);
  const shortRules = demands(definition).filter(
    rule => !isRuleMet(definition, rule, hopeful),
  );
  const byRejection =
    (shortOfPeople && rejectors.length > 0) ||
    shortRules.some(rule => ofRule(rule, seats).some(saying('reject')));
  if (byRejection) {
    return 'rejected: quorum_unreachable';
  }
  return shortRules.length > 0
    ? 'held: rule_unreachable'
    : 'held: not_enough_approvers';
}

/** Whether quorum and rules are met by the seats as they are. */
export function isMet(
  definition: StageDefinition,
  seats: TaskState[],
): boolean {
  return (
    isQuorumMet(definition, seats) &&
    demands(definition).every(rule => isRuleMet(definition, rule, seats))
  );
}

/** Approvers' seats that were neither handed on nor taken away. */
export function countedSeats(stage: StageState): TaskState[] {
  return stage.tasks
    .filter(({ kind }) => kind === 'approver')
    .filter(({ status }) => !['reassigned', 'withdrawn'].includes(status));
}

function isQuorumMet({ quorum }: StageDefinition, seats: TaskState[]): boolean {
  const yes = seats.filter(saying('approve')).length;
  const voters = seats
    .filter(({ origin }) => origin !== 'escalated')
    .filter(seat => !saying('abstain')(seat)).length;
  if (yes === 0) {
    return false;
  }
  if (quorum.mode === 'count') {
    return yes >= quorum.value;
  }
  const percentage = quorum.mode === 'all' ? 100 : quorum.value;
  let enough = 1;
  while (enough * 100 < percentage * voters) {
    enough += 1;
  }
  return yes >= enough;
}

function demands({ approvers }: StageDefinition): number[] {
  return approvers.flatMap(({ required, min }, index) =>
    required || min !== undefined ? [index] : [],
  );
}

function isRuleMet(
  { approvers }: StageDefinition,
  rule: number,
  seats: TaskState[],
): boolean {
  const people = ofRule(rule, seats);
  const yes = people.filter(saying('approve')).length;
  const { min } = approvers[rule];
  return min === undefined
    ? yes > 0 &&
        people.every(seat => saying('approve')(seat) || saying('abstain')(seat))
    : yes >= min;
}

function ofRule(rule: number, seats: TaskState[]): TaskState[] {
  return seats.filter(
    ({ rules, origin }) => rules.includes(rule) && origin !== 'escalated',
  );
}

function saying(decision: string) {
  return (seat: TaskState) => seat.decision?.decision === decision;
}

function allSayYes(seat: TaskState): TaskState {
  return seat.status === 'open'
    ? {
        ...seat,
        status: 'decided',
        decision: { decision: 'approve', by: seat.person, at: '' },
      }
    : seat;
}
