import { simulateBody } from '@countersign/backstage-plugin-approvals-common';
import { Sandbox } from '../sandbox';
import { codeOf } from '../http/__testUtils__/codeOf';
import {
  caller,
  definition,
  PAST_REQUEST,
  policyWorld,
} from './__testUtils__/policyWorld';

jest.setTimeout(60_000);

const erin = caller('erin');

describe('a stored policy', () => {
  const sandbox = new Sandbox();
  let world: Awaited<ReturnType<typeof policyWorld>>;
  beforeAll(async () => {
    world = await policyWorld('SQLITE_3', sandbox);
    await world.maker.create(erin, () => ({ definition: definition() }));
    await world.activation.activate(erin, 'demo', 1);
    await world.maker.createVersion(erin, 'demo', () => ({}));
    await world.drafts.update(erin, 'demo', 2, () => ({
      revision: 1,
      definition: definition({
        stages: [
          {
            name: 'Draft',
            skipIf: 'context.environment == "prod"',
            approvers: [{ type: 'user', user: 'vera' }],
          },
        ],
      }),
    }));
  });
  afterAll(async () => {
    await sandbox.close();
  });

  const simulate = (body: object, by = erin) =>
    world.trials.simulate(by, () => simulateBody.parse(body));

  it.each([
    ['the active version', 'alice', { key: 'demo' }, 'Review'],
    [
      'a draft, for who may see it',
      'erin',
      { key: 'demo', version: 2 },
      'Draft',
    ],
  ])('is tried out by %s', async (_, name, body, stage) => {
    const { stages } = await simulate(body, caller(name));
    expect(stages.map(item => item.name)).toEqual([stage]);
  });

  it('is tried out with a request that was made', async () => {
    const result = await simulate({
      key: 'demo',
      version: 2,
      requestId: PAST_REQUEST,
    });
    expect(result).toMatchObject({
      requester: 'user:default/bob',
      stages: [{ name: 'Draft', outcome: 'skipped', reason: 'condition' }],
    });
  });

  it.each([
    [
      'a draft that is not shown',
      'alice',
      { key: 'demo', version: 2 },
      'NOT_FOUND',
    ],
    [
      'a version that is not there',
      'erin',
      { key: 'demo', version: 9 },
      'NOT_FOUND',
    ],
    ['a policy that is not there', 'erin', { key: 'none' }, 'NOT_FOUND'],
    [
      'a request that is not shown',
      'alice',
      { key: 'demo', requestId: PAST_REQUEST },
      'NOT_FOUND',
    ],
    [
      'a definition, by who may write none',
      'alice',
      { definition: {} },
      'NOT_ALLOWED',
    ],
    [
      'a faulty definition',
      'erin',
      { definition: { ...definition(), stages: [] } },
      'INVALID_INPUT /definition/stages',
    ],
  ])('refuses %s', async (_, name, body, code) => {
    expect(await codeOf(simulate(body, caller(name)))).toBe(code);
  });
});
