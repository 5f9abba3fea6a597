import fc from 'fast-check';
import {
  DecisionKind,
  PolicyDefinition,
  policyDefinition,
} from '@countersign/backstage-plugin-approvals-common';

/** Everybody of the generated worlds. Alice asks; Erin and Zoe are administrators. */
export const PEOPLE = [
  'alice',
  'bob',
  'carol',
  'dave',
  'erin',
  'frank',
  'gina',
];

const small = fc.nat({ max: 99 });
const someone = fc.constantFrom(...PEOPLE);
const rarely = fc.integer({ min: 0, max: 9 }).map(n => n === 0);
const often = fc.integer({ min: 0, max: 9 }).map(n => n > 0);

const quorum = fc.oneof(
  fc.constant({ mode: 'all' as const }),
  fc.record({
    mode: fc.constant('count' as const),
    value: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    mode: fc.constant('percentage' as const),
    value: fc.integer({ min: 1, max: 100 }),
  }),
);

const rule = fc
  .oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constant({ required: true }) },
    {
      weight: 1,
      arbitrary: fc.record({ min: fc.integer({ min: 1, max: 2 }) }),
    },
  )
  .map(demands => ({ type: 'group', group: 'group:default/any', ...demands }));

const deadline = fc
  .record({
    onBreach: fc.constantFrom('notify', 'escalate', 'approve', 'reject'),
    repeats: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    reminds: fc.boolean(),
  })
  .map(({ onBreach, repeats, reminds }) => ({
    after: 'PT2H',
    onBreach,
    ...(reminds ? { remindBefore: 'PT1H' } : {}),
    ...(onBreach === 'escalate'
      ? { escalateTo: [{ type: 'group', group: 'group:default/leads' }] }
      : {}),
    ...(repeats && (onBreach === 'notify' || onBreach === 'escalate')
      ? { repeatEvery: 'PT1H', maxRepeats: repeats }
      : {}),
  }));

const stage = fc.record(
  {
    skipIf: fc.constant('context.skip'),
    quorum,
    rejections: fc.integer({ min: 1, max: 3 }),
    onNoApprovers: fc.constantFrom('hold', 'skip', 'reject'),
    deadline,
    comment: fc.constantFrom('optional', 'required-on-reject', 'required'),
    approvers: fc.array(rule, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['quorum', 'rejections', 'onNoApprovers', 'approvers'] },
);

/** Policies with one to four stages, some of them parallel. */
export const policies: fc.Arbitrary<PolicyDefinition> = fc
  .record({
    stages: fc.array(fc.tuple(stage, fc.boolean()), {
      minLength: 1,
      maxLength: 4,
    }),
    forbidSelfApproval: often,
    forbidRepeatApprovers: fc.boolean(),
    requestTtl: fc.option(fc.constantFrom('PT3H', 'P9D'), { nil: undefined }),
    approvalValidity: fc.option(fc.constant('PT5H'), { nil: undefined }),
    resumeAs: fc.constantFrom('requester', 'service'),
  })
  .map(({ stages, forbidSelfApproval, forbidRepeatApprovers, ...settings }) => {
    let group = 0;
    return policyDefinition.parse({
      key: 'any',
      name: 'Any',
      subjectType: 'any',
      separationOfDuties: { forbidSelfApproval, forbidRepeatApprovers },
      ...settings,
      stages: stages.map(([one, joins], index) => {
        group += joins ? 0 : 1;
        return { ...one, name: `Stage ${index}`, parallelGroup: group };
      }),
    });
  });

const decisions: fc.Arbitrary<DecisionKind> = fc.oneof(
  { weight: 9, arbitrary: fc.constant('approve' as const) },
  { weight: 2, arbitrary: fc.constant('reject' as const) },
  { weight: 2, arbitrary: fc.constant('abstain' as const) },
  { weight: 1, arbitrary: fc.constant('request_changes' as const) },
);

const ruleOutcome = fc.oneof(
  { weight: 14, arbitrary: fc.uniqueArray(someone, { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.record({
      failure: fc.constantFrom('expression', 'unreachable', 'resolver'),
      message: fc.constant('away'),
    }),
  },
);

/** What happens next, before it is fitted to the state that it meets. */
export const moves = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      who: someone,
      task: small,
      decision: decisions,
      fitting: often,
      override: rarely,
      wordless: rarely,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      effect: small,
      people: fc.array(ruleOutcome, { minLength: 4, maxLength: 4 }),
      observers: fc.uniqueArray(someone, { maxLength: 2 }),
      skips: fc.array(rarely, { minLength: 4, maxLength: 4 }),
      isEarly: rarely,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('redeliver' as const),
      nth: small,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('help' as const),
      type: fc.constantFrom('assign', 'retry', 'reassign', 'claim', 'unclaim'),
      who: someone,
      to: someone,
      task: small,
      stage: fc.nat({ max: 4 }),
      rules: fc.option(fc.subarray([0, 0, 1]), { nil: undefined, freq: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('life' as const),
      type: fc.constantFrom(
        'comment',
        'comment',
        'withdraw',
        'cancel',
        'resubmit',
        'revoke',
        'revoke',
        'consume',
        'consume',
        'consume',
        'consume',
      ),
      who: someone,
      wordless: rarely,
      wrong: rarely,
      initiator: fc.constantFrom('alice', 'bob', undefined),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('people' as const),
      who: someone,
      leaves: fc.boolean(),
      delegates: fc.option(someone, { nil: undefined }),
    }),
  },
);

/** One thing that happens. */
export type Move = typeof moves extends fc.Arbitrary<infer M> ? M : never;

/** The moves of some kinds. */
export type MoveOf<K extends Move['kind']> = Extract<Move, { kind: K }>;

/** How a request is asked for. */
export const openings = fc.record({
  byService: fc.boolean(),
  involved: fc.uniqueArray(someone, { maxLength: 1 }),
  runs: fc.boolean(),
  hasExecutor: fc.boolean(),
  secrets: fc.option(
    fc.array(fc.constant('token'), { minLength: 1, maxLength: 1 }),
    { nil: undefined },
  ),
  delegations: fc.array(fc.tuple(someone, someone), { maxLength: 4 }),
});
export type Opening = typeof openings extends fc.Arbitrary<infer O> ? O : never;
