import { ApprovalsError, createApprovalsClient } from './client';

type Sent = { url: string; init: RequestInit };

function createClient(status: number, body: string) {
  const sent: Sent[] = [];
  const client = createApprovalsClient({
    baseUrl: () => 'http://localhost/api/approvals',
    fetch: async (url, init = {}) => {
      sent.push({ url: String(url), init });
      return new Response(status === 204 ? null : body, { status });
    },
  });
  return { client, sent };
}

describe('the client', () => {
  it('puts parameters, query, body and headers where they belong', async () => {
    const { client, sent } = createClient(200, '{"items":[]}');
    await client.listRequests({
      query: {
        status: ['approved', 'rejected'],
        q: 'a&b',
        policyKey: undefined,
      },
    });
    await client.assignStage({
      params: { id: 'a/b', index: 0 },
      body: { person: 'alice', reason: 'help' },
      idempotencyKey: 'k',
    });
    expect(sent.map(({ url }) => url)).toEqual([
      'http://localhost/api/approvals/requests?status=approved&status=rejected&q=a%26b',
      'http://localhost/api/approvals/requests/a%2Fb/stages/0/assign',
    ]);
    expect(sent[0].init).toMatchObject({ method: 'GET', body: undefined });
    expect(sent[1].init).toMatchObject({
      method: 'POST',
      body: '{"person":"alice","reason":"help"}',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'k',
      },
    });
  });

  it('answers nothing for 204', async () => {
    const { client } = createClient(204, '');
    expect(
      await client.deleteDelegation({ params: { id: 'x' } }),
    ).toBeUndefined();
  });

  it('throws refusals with their code, words and places', async () => {
    const { client } = createClient(
      400,
      JSON.stringify({
        error: {
          name: 'InputError',
          message: '/cursor: too long',
          code: 'INVALID_INPUT',
          issues: [{ path: '/cursor', message: 'too long' }],
        },
      }),
    );
    const error = await client.listTasks({}).catch(thrown => thrown);
    expect(error).toBeInstanceOf(ApprovalsError);
    expect(error).toMatchObject({
      status: 400,
      code: 'INVALID_INPUT',
      message: '/cursor: too long',
      issues: [{ path: '/cursor', message: 'too long' }],
    });
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'NOT_ALLOWED'],
    [404, 'NOT_FOUND'],
    [413, 'TOO_LARGE'],
    [429, 'TOO_MANY'],
    [502, 'UNAVAILABLE'],
    [418, 'INVALID_INPUT'],
  ])(
    'gives a code to %i that somebody else answered in their own way',
    async (status, code) => {
      const { client } = createClient(status, '<html>');
      const error = await client.countTasks({}).catch(thrown => thrown);
      expect(error).toMatchObject({ status, code });
    },
  );
});
