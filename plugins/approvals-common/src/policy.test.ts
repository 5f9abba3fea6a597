import { toPointer } from './errors';
import { policyDefinition, PolicyDefinitionInput } from './policy';

type Stage = PolicyDefinitionInput['stages'][number];

const stage = (change: Partial<Stage> = {}): Stage => ({
  name: 'Review',
  approvers: [{ type: 'user', user: 'alice' }],
  ...change,
});

const policy = (change: object = {}) => ({
  key: 'client',
  name: 'Client',
  subjectType: 'client',
  stages: [stage()],
  ...change,
});

function faultsOf(input: unknown): string[] {
  const parsed = policyDefinition.safeParse(input);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path }) => toPointer(path));
}

describe('policyDefinition', () => {
  it('fills in the defaults', () => {
    expect(policyDefinition.parse(policy())).toEqual({
      key: 'client',
      name: 'Client',
      subjectType: 'client',
      separationOfDuties: {
        forbidSelfApproval: true,
        forbidRepeatApprovers: false,
      },
      oneOpenPerSubject: false,
      resumeAs: 'requester',
      stages: [
        {
          name: 'Review',
          quorum: { mode: 'count', value: 1 },
          rejections: 1,
          onNoApprovers: 'hold',
          comment: 'optional',
          approvers: [{ type: 'user', user: 'user:default/alice' }],
          observers: [],
        },
      ],
    });
  });

  it('writes refs of templates in one spelling', () => {
    const { appliesTo } = policyDefinition.parse(
      policy({ appliesTo: { templates: [{ ref: 'Database-User' }] } }),
    );
    expect(appliesTo?.templates[0].ref).toBe('template:default/database-user');
  });

  it('keeps the fields of rules that a module brings', () => {
    const rule = { type: 'keycloak-role', role: 'approver', min: 2 };
    const parsed = policyDefinition.parse(
      policy({ stages: [stage({ approvers: [rule] })] }),
    );
    expect(parsed.stages[0].approvers).toEqual([rule]);
  });

  it.each<[string, object, string]>([
    ['a key with capitals', policy({ key: 'Client' }), '/key'],
    ['an unknown field', policy({ surprise: 1 }), ''],
    ['no stage', policy({ stages: [] }), '/stages'],
    [
      'two stages of one name',
      policy({ stages: [stage(), stage()] }),
      '/stages/1/name',
    ],
    [
      'a group whose members are no neighbours',
      policy({
        stages: [
          stage({ name: 'a', parallelGroup: 1 }),
          stage({ name: 'b' }),
          stage({ name: 'c', parallelGroup: 1 }),
        ],
      }),
      '/stages/2/parallelGroup',
    ],
    [
      'no approver rule',
      policy({ stages: [stage({ approvers: [] })] }),
      '/stages/0/approvers',
    ],
    [
      'a group as a person',
      policy({
        stages: [stage({ approvers: [{ type: 'user', user: 'group:a' }] })],
      }),
      '/stages/0/approvers/0/user',
    ],
    [
      'a rule that is required and has a min',
      policy({
        stages: [
          stage({
            approvers: [{ type: 'user', user: 'a', required: true, min: 1 }],
          }),
        ],
      }),
      '/stages/0/approvers/0/min',
    ],
    [
      'an observer that is required',
      policy({
        stages: [
          stage({ observers: [{ type: 'user', user: 'a', required: true }] }),
        ],
      }),
      '/stages/0/observers/0/required',
    ],
    [
      'a count of none',
      policy({ stages: [stage({ quorum: { mode: 'count', value: 0 } })] }),
      '/stages/0/quorum/value',
    ],
    [
      'more than all',
      policy({
        stages: [stage({ quorum: { mode: 'percentage', value: 101 } })],
      }),
      '/stages/0/quorum/value',
    ],
    [
      'a reminder after the deadline',
      policy({
        stages: [
          stage({
            deadline: {
              after: 'PT1H',
              remindBefore: 'PT1H',
              onBreach: 'notify',
            },
          }),
        ],
      }),
      '/stages/0/deadline/remindBefore',
    ],
    [
      'a reminder before no time at all',
      policy({
        stages: [
          stage({
            deadline: {
              after: 'soon',
              remindBefore: 'PT1H',
              onBreach: 'notify',
            },
          }),
        ],
      }),
      '/stages/0/deadline/after',
    ],
    [
      'an escalation to nobody',
      policy({
        stages: [stage({ deadline: { after: 'PT1H', onBreach: 'escalate' } })],
      }),
      '/stages/0/deadline/escalateTo',
    ],
    [
      'a repeated approval',
      policy({
        stages: [
          stage({
            deadline: {
              after: 'PT1H',
              onBreach: 'approve',
              repeatEvery: 'PT1H',
            },
          }),
        ],
      }),
      '/stages/0/deadline/repeatEvery',
    ],
    ['a NUL in its name', policy({ name: 'a\0b' }), '/name'],
    [
      'a schema nested too deep',
      policy({ contextSchema: nested(40) }),
      `/contextSchema${'/a'.repeat(32)}`,
    ],
    ['months', policy({ requestTtl: 'P1M' }), '/requestTtl'],
    [
      'templates that nothing tells apart',
      policy({ appliesTo: { templates: [{}] } }),
      '/appliesTo/templates/0',
    ],
    [
      'a template that is a component',
      policy({ appliesTo: { templates: [{ ref: 'component:default/x' }] } }),
      '/appliesTo/templates/0/ref',
    ],
  ])('refuses %s and says where', (_, input, path) => {
    expect(faultsOf(input)).toEqual([path]);
  });
});

function nested(depth: number): object {
  return depth === 0 ? {} : { a: nested(depth - 1) };
}
