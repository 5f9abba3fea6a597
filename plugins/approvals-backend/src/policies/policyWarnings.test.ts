import {
  base,
  checkedCatalog,
  checking,
  expressed,
  lines,
  PLATFORM,
  ruled,
  staged,
} from './__testUtils__/checking';

const twoStages = (first: object, second: object) => ({
  ...base,
  stages: [
    { name: 'A', approvers: [PLATFORM], ...first },
    { name: 'B', approvers: [PLATFORM], ...second },
  ],
});
const DEADLINE = { after: 'PT48H' };
const DEMANDING = [{ ...PLATFORM, min: 1 }];

describe('checking policies without faults', () => {
  const check = checking();
  afterEach(() => jest.restoreAllMocks());

  it.each([
    [
      'an owner that is not there',
      { ...base, owner: 'none' },
      ["/owner: the catalog has no 'group:default/none'"],
    ],
    [
      'a group that is not there',
      ruled(PLATFORM, { type: 'group', group: 'none' }),
      ["/stages/0/approvers/1/group: the catalog has no 'group:default/none'"],
    ],
    [
      'an observer who is not there',
      staged({ observers: [{ type: 'user', user: 'none' }] }),
      ["/stages/0/observers/0/user: the catalog has no 'user:default/none'"],
    ],
    [
      'more approvals than people',
      staged({ quorum: { mode: 'count', value: 4 } }),
      ['/stages/0/quorum: more than the 3 people that the rules find now'],
    ],
    [
      'as many approvals as people',
      staged({ quorum: { mode: 'count', value: 3 } }),
      [],
    ],
    [
      'more rejections than people',
      staged({ rejections: 4 }),
      ['/stages/0/rejections: more than the 3 people that the rules find now'],
    ],
    [
      'a higher min than people',
      ruled({ ...PLATFORM, min: 4 }),
      [
        '/stages/0/approvers/0/min: more than the 3 people that the rule finds now',
      ],
    ],
    [
      'an empty group',
      ruled({ type: 'group', group: 'empty' }),
      ['/stages/0/approvers: the rules find nobody now'],
    ],
    [
      'one person alone',
      ruled({ type: 'group', group: 'alone' }),
      [
        "/stages/0/approvers: only 'user:default/bob' can decide: it is held when they ask themselves",
      ],
    ],
    [
      'one person alone who may approve what they ask',
      {
        ...ruled({ type: 'group', group: 'alone' }),
        separationOfDuties: { forbidSelfApproval: false },
      },
      [],
    ],
    [
      'people from the context',
      expressed('context.reviewers'),
      ['/stages/0/approvers/0: who asks chooses'],
    ],
    [
      'people from the entity',
      ruled({ type: 'owner' }),
      ['/stages/0/approvers/0: who asks chooses'],
    ],
    [
      'people from the context beside a min',
      ruled(
        { type: 'expression', people: 'context.reviewers' },
        { ...PLATFORM, min: 1 },
      ),
      [],
    ],
    [
      'a min on people from the context',
      ruled({ type: 'expression', people: 'context.reviewers', min: 1 }),
      ['/stages/0/approvers/0: who asks chooses'],
    ],
    [
      'people by an expression that names them',
      expressed('["bob", "carol"]'),
      [],
    ],
    [
      'only the requester',
      expressed('[requester.ref]'),
      ['/stages/0/approvers: only the requester could approve'],
    ],
    [
      'approval by nobody',
      staged({ deadline: { ...DEADLINE, onBreach: 'approve' } }),
      [
        '/stages/0/deadline/onBreach: when the time is over it is approved by nobody',
      ],
    ],
    [
      'escalation beside a demand',
      staged({
        approvers: DEMANDING,
        deadline: { ...DEADLINE, onBreach: 'escalate', escalateTo: [PLATFORM] },
      }),
      ['/stages/0/deadline/onBreach: whom it escalates to cannot stand in'],
    ],
    [
      'escalation without a demand',
      staged({
        deadline: { ...DEADLINE, onBreach: 'escalate', escalateTo: [PLATFORM] },
      }),
      [],
    ],
    [
      'every stage skipped by conditions',
      twoStages({ skipIf: 'context.a' }, { skipIf: 'context.b' }),
      ['/stages: every stage can be skipped'],
    ],
    [
      'every stage skipped when nobody is found',
      twoStages({ onNoApprovers: 'skip' }, { skipIf: 'context.b' }),
      ['/stages: every stage can be skipped'],
    ],
    [
      'one stage that cannot be skipped',
      twoStages({ skipIf: 'context.a' }, {}),
      [],
    ],
    [
      'two rejections where all must approve',
      staged({ quorum: { mode: 'all' }, rejections: 2 }),
      ['/stages/0/rejections: one rejection already makes it impossible'],
    ],
    [
      'a skip beside a demand',
      staged({ onNoApprovers: 'skip', approvers: DEMANDING }),
      ['/stages/0/onNoApprovers: never skips'],
    ],
    [
      'a stage that is never reached',
      twoStages({}, { skipIf: '1 < 2' }),
      [
        '/stages/1/skipIf: is true for every request: the stage is never reached',
      ],
    ],
    [
      'a condition that does nothing',
      twoStages({}, { skipIf: 'false' }),
      ['/stages/1/skipIf: is false for every request'],
    ],
  ])('warns of %s', async (_, definition, warnings) => {
    const result = await check.validate('test', definition);
    expect(result.faults).toEqual([]);
    expect(lines(result.warnings)).toEqual(
      warnings.map(warning => expect.stringContaining(warning)),
    );
  });

  it('warns, and does not fail, when the catalog is away', async () => {
    jest
      .spyOn(checkedCatalog, 'getEntitiesByRefs')
      .mockRejectedValue(new Error('away'));
    const result = await check.validate('test', base);
    expect(result.faults).toEqual([]);
    expect(lines(result.warnings)).toEqual([
      expect.stringContaining('the catalog did not answer'),
    ]);
  });
});
