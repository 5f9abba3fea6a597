import { operations } from '@countersign/backstage-plugin-approvals-common';
import { plainBackend } from '../__testUtils__/plainBackend';

jest.setTimeout(60_000);

describe('delegations and rule types over HTTP', () => {
  const { send } = plainBackend();

  it.each([
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
