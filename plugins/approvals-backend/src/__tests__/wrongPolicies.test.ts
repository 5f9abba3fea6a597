import { startPortal } from './__testUtils__/portal';
import { policy } from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

const stage = (part: object) => ({
  stages: [{ ...policy('x').stages[0], ...part }],
});
const byRule = (rule: object) => stage({ approvers: [rule] });
const RULE = '/definition/stages/0/approvers/0';

const DEFINITIONS: [what: string, part: object, path: string][] = [
  ['no stage', { stages: [] }, '/definition/stages'],
  [
    '51 stages',
    {
      stages: Array.from({ length: 51 }, (_, index) => ({
        ...policy('x').stages[0],
        name: `${index}`,
      })),
    },
    '/definition/stages',
  ],
  [
    'two stages of one name',
    { stages: [policy('x').stages[0], policy('x').stages[0]] },
    '/definition/stages/1/name',
  ],
  ['a key in capitals', { key: 'Nope' }, '/definition/key'],
  ['an unknown field', { colour: 'red' }, '/definition/colour'],
  ['a duration of nonsense', { requestTtl: 'P1Y1Z' }, '/definition/requestTtl'],
  ['a year', { requestTtl: 'P1Y' }, '/definition/requestTtl'],
  ['a month', { requestTtl: 'P1M' }, '/definition/requestTtl'],
  ['half a minute', { requestTtl: 'PT30S' }, '/definition/requestTtl'],
  ['more than a year', { requestTtl: 'P366D' }, '/definition/requestTtl'],
  [
    'a duration without end',
    { requestTtl: 'PT999999999H' },
    '/definition/requestTtl',
  ],
  [
    'a reminder after the deadline',
    stage({
      deadline: { after: 'PT1H', remindBefore: 'PT2H', onBreach: 'notify' },
    }),
    '/definition/stages/0/deadline/remindBefore',
  ],
  [
    'an escalation to nobody',
    stage({ deadline: { after: 'PT1H', onBreach: 'escalate' } }),
    '/definition/stages/0/deadline/escalateTo',
  ],
  [
    'a count of nobody',
    stage({ quorum: { mode: 'count', value: 0 } }),
    '/definition/stages/0/quorum/value',
  ],
  [
    'a percentage and a half',
    stage({ quorum: { mode: 'percentage', value: 50.5 } }),
    '/definition/stages/0/quorum/value',
  ],
  [
    'no such mode',
    stage({ quorum: { mode: 'most' } }),
    '/definition/stages/0/quorum/mode',
  ],
  ['no approvers', stage({ approvers: [] }), '/definition/stages/0/approvers'],
  ['no such rule type', byRule({ type: 'oracle' }), `${RULE}/type`],
  ['a rule without its field', byRule({ type: 'group' }), `${RULE}/group`],
  [
    'a user for a group',
    byRule({ type: 'group', group: 'user:default/bob' }),
    `${RULE}/group`,
  ],
  [
    'an unknown field of a rule',
    byRule({ type: 'owner', of: 'me' }),
    `${RULE}/of`,
  ],
  [
    'required and min',
    byRule({ type: 'owner', required: true, min: 2 }),
    `${RULE}/min`,
  ],
  [
    'an observer who is required',
    stage({ observers: [{ type: 'owner', required: true }] }),
    '/definition/stages/0/observers/0/required',
  ],
  [
    'CEL that does not parse',
    stage({ skipIf: 'context.' }),
    '/definition/stages/0/skipIf',
  ],
  [
    'CEL of another type',
    stage({ skipIf: '1 + 1' }),
    '/definition/stages/0/skipIf',
  ],
  [
    'CEL about what is not there',
    stage({ skipIf: 'secrets.all' }),
    '/definition/stages/0/skipIf',
  ],
  [
    'CEL without end',
    stage({ skipIf: 'true || '.repeat(600) }),
    '/definition/stages/0/skipIf',
  ],
  [
    'CEL in deep brackets',
    stage({ skipIf: `${'('.repeat(2_000)}true${')'.repeat(2_000)}` }),
    '/definition/stages/0/skipIf',
  ],
  [
    'people that are a number',
    byRule({ type: 'expression', people: '7' }),
    `${RULE}/people`,
  ],
  [
    'a schema with a keyword that is none',
    { contextSchema: { typo: 'object' } },
    '/definition/contextSchema',
  ],
  [
    'a schema of the wrong shape',
    { contextSchema: { properties: { a: { type: 'nothing' } } } },
    '/definition/contextSchema/properties/a/type',
  ],
  [
    'a schema from elsewhere',
    { contextSchema: { $ref: 'https://example.test/schema.json' } },
    '/definition/contextSchema/$ref',
  ],
  [
    'a pattern that is none',
    { contextSchema: { properties: { a: { pattern: '(' } } } },
    '/definition/contextSchema',
  ],
  [
    'a stage apart from its group',
    {
      stages: [1, undefined, 1].map((parallelGroup, index) => ({
        ...policy('x').stages[0],
        name: `${index}`,
        parallelGroup,
      })),
    },
    '/definition/stages/2/parallelGroup',
  ],
];

describe('a wrong policy', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal();
  }, 60_000);

  it.each(DEFINITIONS)(
    'with %s is not saved, and its place is named',
    async (_, part, path) => {
      const definition = { ...policy('wrong'), ...part };
      const answer = await portal.send('erin', 'POST', '/policies', {
        definition,
      });
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { code: 'INVALID_INPUT' } },
      });
      const paths = answer.body.error?.issues?.map(issue => issue.path) ?? [];
      expect(paths).toContain(path);

      const { body } = await portal.send('erin', 'POST', '/policies/validate', {
        definition,
      });
      const faults = body.faults as { path: string }[];
      expect(faults.map(fault => `/definition${fault.path}`)).toEqual(paths);
    },
  );
});
