import { operations } from '@countersign/backstage-plugin-approvals-common';
import { plainBackend } from '../__testUtils__/plainBackend';

jest.setTimeout(60_000);

const demo = {
  key: 'demo.v1',
  name: 'Demo',
  subjectType: 'demo.artifact',
  stages: [{ name: 'Review', approvers: [{ type: 'user', user: 'Alice' }] }],
};
const nested = (depth: number): unknown =>
  depth === 0 ? 1 : [nested(depth - 1)];

describe('policies over HTTP', () => {
  const { send } = plainBackend();

  it('takes a policy from its draft into force, and shows it by the contract', async () => {
    const created = await send('post', '/policies', { definition: demo });
    expect(created.status).toBe(201);
    expect(operations.createPolicy.response.parse(created.body)).toMatchObject({
      version: 1,
      status: 'draft',
      definition: {
        stages: [{ approvers: [{ type: 'user', user: 'user:default/alice' }] }],
      },
      warnings: [{ path: '/stages/0/approvers' }],
    });
    const changed = await send('patch', '/policies/demo.v1/versions/1', {
      definition: { ...demo, description: 'For tests' },
      revision: 1,
    });
    expect(changed.status).toBe(200);
    const activated = await send(
      'post',
      '/policies/demo.v1/versions/1/activate',
    );
    expect(activated.status).toBe(200);
    operations.activatePolicyVersion.response.parse(activated.body);
    expect((await send('post', '/policies/demo.v1/versions', {})).status).toBe(
      201,
    );

    const list = await send('get', '/policies?status=active&q=demo');
    expect(
      operations.listPolicies.response.parse(list.body).items,
    ).toMatchObject([
      {
        key: 'demo.v1',
        description: 'For tests',
        activeVersion: 1,
        drafts: [2],
      },
    ]);
    const one = await send('get', '/policies/demo.v1');
    operations.getPolicy.response.parse(one.body);
    const versions = await send('get', '/policies/demo.v1/versions');
    operations.listPolicyVersions.response.parse(versions.body);
    const diff = await send(
      'get',
      '/policies/demo.v1/versions/2/diff?against=1',
    );
    expect(
      operations.diffPolicyVersion.response.parse(diff.body).changes,
    ).toEqual([]);
    const simulation = await send('post', '/policies/simulate', {
      key: 'demo.v1',
      requester: 'bob',
    });
    expect(
      operations.simulatePolicy.response.parse(simulation.body).stages,
    ).toMatchObject([
      { outcome: 'active', people: [{ person: 'user:default/alice' }] },
    ]);
    expect((await send('delete', '/policies/demo.v1/versions/2')).status).toBe(
      204,
    );
    expect(
      (await send('post', '/policies/demo.v1/versions/1/deactivate')).status,
    ).toBe(200);
  });

  it.each([
    ['nothing', {}],
    ['null', { definition: null }],
    ['a deep one', { definition: nested(60) }],
    ['a NUL', { definition: { ...demo, name: 'a\u0000' } }],
    ['a lone surrogate in a key', `{"definition":{"\\ud800":1}}`],
    ['a key named __proto__', `{"definition":{"__proto__":{"a":1}}}`],
    ['thousands of faults', { definition: { stages: Array(5_000).fill({}) } }],
    [
      'thousands of unknown keys',
      {
        definition: Object.fromEntries(
          Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 1]),
        ),
      },
    ],
    [
      'rules of unknown types',
      {
        definition: {
          ...demo,
          stages: [{ name: 'S', approvers: Array(50).fill({ type: 'none' }) }],
        },
      },
    ],
    ['numbers too big to be', `{"definition":{"key":1e999}}`],
    [
      'expressions that are no text',
      {
        definition: {
          ...demo,
          stages: [
            {
              name: 'S',
              skipIf: {},
              approvers: [{ type: 'expression', people: [] }],
            },
          ],
        },
      },
    ],
  ])('says in a validation what is wrong in %s', async (_, body) => {
    const { status, body: answer } = await send(
      'post',
      '/policies/validate',
      body,
    );
    expect(status).toBe(200);
    expect(operations.validatePolicy.response.parse(answer).faults).not.toEqual(
      [],
    );
  });

  it.each([
    ['post', '/policies/validate', '{"definition":', 400, 'INVALID_INPUT'],
    [
      'post',
      '/policies/validate',
      { definition: {}, more: 1 },
      400,
      'INVALID_INPUT',
    ],
    [
      'post',
      '/policies',
      { definition: { ...demo, name: '' } },
      400,
      'INVALID_INPUT',
    ],
    [
      'post',
      '/policies',
      {
        definition: { ...demo, stages: [{ ...demo.stages[0], skipIf: '1 +' }] },
      },
      400,
      'INVALID_INPUT',
    ],
    ['post', '/policies', { definition: demo }, 409, 'KEY_EXISTS'],
    ['get', '/policies/Demo', undefined, 404, 'NOT_FOUND'],
    ['get', '/policies/none', undefined, 404, 'NOT_FOUND'],
    ['get', '/policies/demo.v1/versions/0', undefined, 404, 'NOT_FOUND'],
    ['get', '/policies/demo.v1/versions/1e3', undefined, 404, 'NOT_FOUND'],
    ['get', '/policies/demo.v1/versions/9999999', undefined, 404, 'NOT_FOUND'],
    [
      'get',
      '/policies/demo.v1/versions/99999999999999999999',
      undefined,
      404,
      'NOT_FOUND',
    ],
    ['get', '/policies?cursor=abc', undefined, 400, 'INVALID_CURSOR'],
    ['get', '/policies?limit=0', undefined, 400, 'INVALID_INPUT'],
    ['get', '/policies?q=%00', undefined, 400, 'INVALID_INPUT'],
    ['get', '/policies?nope=1', undefined, 400, 'INVALID_INPUT'],
    [
      'get',
      '/policies/demo.v1/versions/1/diff',
      undefined,
      400,
      'INVALID_INPUT',
    ],
    [
      'get',
      '/policies/demo.v1/versions/1/diff?against=x',
      undefined,
      400,
      'INVALID_INPUT',
    ],
    [
      'patch',
      '/policies/demo.v1/versions/1',
      { definition: demo, revision: 1 },
      409,
      'VERSION_IMMUTABLE',
    ],
    [
      'delete',
      '/policies/demo.v1/versions/1',
      undefined,
      409,
      'VERSION_IMMUTABLE',
    ],
    [
      'post',
      '/policies/demo.v1/versions/1/deactivate',
      {},
      409,
      'NO_ACTIVE_VERSION',
    ],
    ['post', '/policies/simulate', {}, 400, 'INVALID_INPUT'],
    ['post', '/policies/simulate', { definition: {} }, 400, 'INVALID_INPUT'],
    ['post', '/policies/simulate', { key: 'none' }, 404, 'NOT_FOUND'],
    [
      'post',
      '/policies/simulate',
      { key: 'demo.v1', requestId: '019ac000-0000-7000-8000-000000000001' },
      404,
      'NOT_FOUND',
    ],
  ] as const)(
    '%s %s with %j: %s %s',
    async (method, path, body, status, code) => {
      const answer = await send(method, path, body);
      expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    },
  );
});
