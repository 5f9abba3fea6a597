import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { operations } from '@countersign/backstage-plugin-approvals-common';
import request from 'supertest';
import { group, user } from '../people/__testUtils__/catalogEntities';
import { approvalsPlugin } from '../plugin';

jest.setTimeout(60_000);

const demo = {
  key: 'demo.v1',
  name: 'Demo',
  subjectType: 'demo.artifact',
  stages: [{ name: 'Review', approvers: [{ type: 'user', user: 'Alice' }] }],
};
const nested = (depth: number): unknown =>
  depth === 0 ? 1 : [nested(depth - 1)];

describe('policies, delegations and rule types over HTTP', () => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        approvalsPlugin,
        mockServices.rootConfig.factory({
          data: { approvals: { limits: { writesPerSecond: 0 } } },
        }),
        catalogServiceMock.factory({
          entities: [
            user('alice', ['platform']),
            user('bob'),
            group('platform', { members: ['alice'] }),
          ],
        }),
      ],
    });
  });
  afterAll(() => backend.stop());

  const send = (
    method: 'get' | 'post' | 'patch' | 'delete',
    path: string,
    body?: unknown,
    name = 'alice',
  ) => {
    const call = request(backend.server)
      [method](`/api/approvals${path}`)
      .set(
        'authorization',
        mockCredentials.user.header(`user:default/${name}`),
      );
    return body === undefined
      ? call
      : call
          .set('content-type', 'application/json')
          .send(typeof body === 'string' ? body : JSON.stringify(body));
  };

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
    [
      'post',
      '/delegations',
      {
        delegate: 'bob',
        start: '2026-02-30T00:00:00Z',
        end: '2027-01-01T00:00:00Z',
      },
      400,
      'INVALID_INPUT',
    ],
    [
      'post',
      '/delegations',
      {
        delegate: 'none',
        start: '2026-01-01T00:00:00Z',
        end: '2999-01-01T00:00:00Z',
      },
      400,
      'PERSON_UNKNOWN',
    ],
    [
      'post',
      '/delegations',
      {
        delegator: 'bob',
        delegate: 'alice',
        start: '2026-01-01T00:00:00Z',
        end: '2999-01-01T00:00:00Z',
      },
      403,
      'NOT_ALLOWED',
    ],
    ['get', '/delegations?person=bob', undefined, 403, 'NOT_ALLOWED'],
    [
      'delete',
      '/delegations/019ac000-0000-7000-8000-000000000001',
      undefined,
      404,
      'NOT_FOUND',
    ],
    ['delete', '/delegations/1', undefined, 404, 'NOT_FOUND'],
  ] as const)(
    '%s %s with %j: %s %s',
    async (method, path, body, status, code) => {
      const answer = await send(method, path, body);
      expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    },
  );

  it('takes, lists and ends a delegation by the contract', async () => {
    const created = await send('post', '/delegations', {
      delegate: 'bob',
      start: '2026-01-01T00:00:00+02:00',
      end: '2999-01-01T00:00:00Z',
      policyKeys: ['demo.v1'],
    });
    expect(created.status).toBe(201);
    const { id } = operations.createDelegation.response.parse(created.body);
    const listed = await send(
      'get',
      '/delegations?state=running',
      undefined,
      'bob',
    );
    expect(
      operations.listDelegations.response.parse(listed.body).items,
    ).toMatchObject([
      { id, delegator: 'user:default/alice', end: '2999-01-01T00:00:00.000Z' },
    ]);
    expect(
      (await send('delete', `/delegations/${id}`, undefined, 'bob')).status,
    ).toBe(204);
    expect((await send('delete', `/delegations/${id}`)).status).toBe(204);
  });

  it('describes its rule types', async () => {
    const { body } = await send('get', '/rule-types');
    const { items } = operations.listRuleTypes.response.parse(body);
    expect(items.map(({ type }) => type)).toEqual([
      'expression',
      'group',
      'http',
      'owner',
      'user',
    ]);
    expect(items[1].schema).toMatchObject({
      required: ['type', 'group'],
      properties: { group: { type: 'string' }, min: { minimum: 1 } },
    });
  });
});
