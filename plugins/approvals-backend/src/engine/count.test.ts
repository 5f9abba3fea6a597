import fc from 'fast-check';
import { StageDefinition } from '@countersign/backstage-plugin-approvals-common';
import { StageState, TaskState } from '.';
import { judge, Moment, needOf, tally } from './count';
import { group, policy } from './__testUtils__/policies';
import { naiveVerdict } from './__testUtils__/naive';

/** Seats in short: A approved, R rejected, B abstained, o open; `e` before it: by escalation; digits after it: its rules. */
function seat(short: string, index: number): TaskState {
  const [, escalated, mark, rules] = /^(e?)([ARBo])(\d*)$/.exec(short)!;
  const decision = ({ A: 'approve', R: 'reject', B: 'abstain' } as const)[
    mark as 'A' | 'R' | 'B'
  ];
  return {
    id: String(index),
    person: `user:default/p${index}`,
    kind: 'approver',
    origin: escalated ? 'escalated' : 'rule',
    rules: [...(rules || (escalated ? '' : '0'))].map(Number),
    status: decision ? 'decided' : 'open',
    decision: decision && { decision, by: `user:default/p${index}`, at: '' },
  };
}

function stageOf(seats: string): StageState {
  return {
    index: 0,
    round: 1,
    name: 'Stage',
    status: 'active',
    peopleKnown: true,
    attempt: 1,
    reminded: false,
    tasks: seats.split(' ').filter(Boolean).map(seat),
  };
}

function verdictOf(
  definition: StageDefinition,
  stage: StageState,
  moment: Moment = 'later',
): string {
  const verdict = judge(definition, tally(definition, stage), moment);
  return 'reason' in verdict
    ? `${verdict.outcome}: ${verdict.reason}`
    : verdict.outcome;
}

const all = { mode: 'all' } as const;
const count = (value: number) => ({ mode: 'count', value } as const);
const percent = (value: number) => ({ mode: 'percentage', value } as const);

describe('the need of a stage', () => {
  it.each([
    [all, 5, 5],
    [all, 0, 1],
    [count(3), 1, 3],
    [percent(55), 20, 11],
    [percent(50), 3, 2],
    [percent(100), 7, 7],
    [percent(1), 1000, 10],
    [percent(1), 0, 1],
    [percent(33), 3, 1],
    [percent(34), 3, 2],
    [percent(67), 3, 3],
  ])('%j of %i voters is %i', (quorum, voters, need) => {
    expect(needOf(quorum, voters)).toBe(need);
  });
});

describe('the counting table', () => {
  it.each([
    [all, 'A A', 'approved'],
    [all, 'A o', 'active'],
    [all, 'A B', 'approved'],
    [all, 'B B', 'held: no_approvers'],
    [all, 'B eo', 'active'],
    [all, 'B eA', 'approved'],
    [all, 'A eo', 'approved'],
    [all, 'o eA', 'approved'],
    [all, 'A A R', 'rejected: rejections'],
    [all, '', 'held: no_approvers'],
    [count(1), 'o o o', 'active'],
    [count(1), 'A o o', 'approved'],
    [count(2), 'o', 'held: not_enough_approvers'],
    [count(2), 'A', 'held: not_enough_approvers'],
    [count(2), 'A eo', 'active'],
    [count(2), 'A eA', 'approved'],
    [count(2), 'A o B', 'active'],
    [count(2), 'A B B', 'held: not_enough_approvers'],
    [percent(50), 'A o o o', 'active'],
    [percent(50), 'A A o o', 'approved'],
    [percent(50), 'A o B B', 'approved'],
    [percent(50), 'A eo eo eo', 'approved'],
  ])('%j with seats "%s" is %s', (quorum, seats, verdict) => {
    const [definition] = policy([{ quorum }]).stages;
    expect(verdictOf(definition, stageOf(seats))).toBe(verdict);
  });

  it.each([
    [2, count(2), 'R o o', 'active'],
    [2, count(2), 'R A o', 'active'],
    [2, count(2), 'R R A', 'rejected: rejections'],
    [2, count(2), 'R o', 'rejected: quorum_unreachable'],
    [2, all, 'R o o', 'rejected: quorum_unreachable'],
    [3, percent(50), 'R R o o', 'active'],
    [3, percent(50), 'R R B o', 'rejected: quorum_unreachable'],
    [2, count(1), 'R B', 'rejected: quorum_unreachable'],
  ])('%i rejections, %j, "%s": %s', (rejections, quorum, seats, verdict) => {
    const [definition] = policy([{ quorum, rejections }]).stages;
    expect(verdictOf(definition, stageOf(seats))).toBe(verdict);
  });

  it.each([
    [group({ required: true }), 'A0 A1 o1', 'active'],
    [group({ required: true }), 'A0 A1 A1', 'approved'],
    [group({ required: true }), 'A0 A1 B1', 'approved'],
    [group({ required: true }), 'A0 B1', 'held: rule_unreachable'],
    [group({ required: true }), 'A0', 'held: rule_unreachable'],
    [group({ required: true }), 'A0 eA', 'held: rule_unreachable'],
    [group({ required: true }), 'A0 eA1', 'held: rule_unreachable'],
    [group({ required: true }), 'A01', 'approved'],
    [group({ required: true }), 'A0 R1 o1', 'rejected: quorum_unreachable'],
    [group({ required: true }), 'A0 R0 o1', 'active'],
    [group({ required: true }), 'A0 R0 B1', 'held: rule_unreachable'],
    [group({ min: 2 }), 'A0 A1 o1', 'active'],
    [group({ min: 2 }), 'A0 A1 A1 o1', 'approved'],
    [group({ min: 2 }), 'A0 A1 B1', 'held: rule_unreachable'],
    [group({ min: 2 }), 'A0 A1 R1', 'rejected: quorum_unreachable'],
    [group({ min: 2 }), 'o0 o1', 'held: rule_unreachable'],
  ])('with a second rule %j, "%s" is %s', (rule, seats, verdict) => {
    const [definition] = policy([
      { rejections: 2, approvers: [group(), rule] },
    ]).stages;
    expect(verdictOf(definition, stageOf(seats))).toBe(verdict);
  });

  it.each<[Moment, string, string]>([
    ['people_first_known', '', 'rejected: no_approvers'],
    ['people_first_known', 'o', 'rejected: not_enough_approvers'],
    ['abstention', 'B B', 'rejected: no_approvers'],
    ['abstention', 'A B', 'rejected: not_enough_approvers'],
    ['later', '', 'held: no_approvers'],
    ['later', 'A', 'held: not_enough_approvers'],
  ])('`onNoApprovers: reject`, %s, "%s": %s', (moment, seats, verdict) => {
    const [definition] = policy([
      { quorum: count(2), onNoApprovers: 'reject' },
    ]).stages;
    expect(verdictOf(definition, stageOf(seats), moment)).toBe(verdict);
  });

  it('agrees with a naive counter about any seats', () => {
    const mark = fc
      .tuple(
        fc.constantFrom('', '', 'e'),
        fc.constantFrom('A', 'A', 'R', 'B', 'o', 'o'),
        fc.subarray(['0', '1', '2'], { minLength: 1 }),
      )
      .map(([e, m, rules]) => (e ? `${e}${m}` : `${m}${rules.join('')}`));
    const quorums = fc.oneof(
      fc.constant(all),
      fc.integer({ min: 1, max: 5 }).map(count),
      fc.integer({ min: 1, max: 100 }).map(percent),
    );
    const demand = fc.constantFrom(
      {},
      {},
      { required: true },
      { min: 1 },
      { min: 2 },
    );
    fc.assert(
      fc.property(
        quorums,
        fc.integer({ min: 1, max: 3 }),
        fc.array(demand, { minLength: 3, maxLength: 3 }),
        fc.array(mark, { maxLength: 9 }),
        (quorum, rejections, demands, marks) => {
          const [definition] = policy([
            { quorum, rejections, approvers: demands.map(group) },
          ]).stages;
          const stage = stageOf(marks.join(' '));
          expect(verdictOf(definition, stage)).toBe(
            naiveVerdict(definition, stage),
          );
        },
      ),
      { seed: 20261124, numRuns: 20_000 },
    );
  });
});
