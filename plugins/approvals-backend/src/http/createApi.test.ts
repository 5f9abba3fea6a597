import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { operations } from '@countersign/backstage-plugin-approvals-common';
import {
  ApiAudit,
  createApi,
  Idempotency,
  IdempotencyStore,
  RateLimit,
  Reply,
  StreamReply,
} from '.';
import { COMMENTS, commentingApi, ID } from './__testUtils__/commenting';
import { asUser, base64 } from './__testUtils__/testApi';

describe('the routes', () => {
  const { callers, commenting, database, serve } = commentingApi();

  it('answer with the status of the operation', async () => {
    await commenting()
      .post(COMMENTS)
      .set(asUser())
      .send({ comment: 'hello' })
      .expect(201, { comment: 'hello', on: ID });
  });

  it('answer with another status where the handler says so', async () => {
    await serve(route =>
      route(operations.claimTask, async () => new Reply(202, { fine: true })),
    )
      .post(`/api/approvals/tasks/${ID}/claim`)
      .set(asUser())
      .expect(202, { fine: true });
  });

  it('answer 204 without a body', async () => {
    const { text } = await serve(route =>
      route(operations.deleteDelegation, async () => undefined),
    )
      .delete(`/api/approvals/delegations/${ID}`)
      .set(asUser())
      .expect(204);
    expect(text).toBe('');
  });

  it('send a stream bit by bit', async () => {
    const { text, headers } = await serve(route =>
      route(
        operations.listAudit,
        async () =>
          new StreamReply({
            contentType: 'text/csv; charset=utf-8',
            fileName: 'audit.csv',
            chunks: (async function* chunks() {
              yield 'a\r\n';
              yield 'b\r\n';
            })(),
          }),
      ),
    )
      .get('/api/approvals/audit')
      .set(asUser())
      .expect(200);
    expect(text).toBe('a\r\nb\r\n');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toContain('audit.csv');
  });

  it('serve the OpenAPI document to everybody', async () => {
    const { body } = await serve(() => {})
      .get('/api/approvals/openapi.json')
      .expect(200);
    expect(body.openapi).toBe('3.1.0');
  });

  it('refuse to start while an operation has no route', () => {
    const api = createApi({
      httpAuth: mockServices.httpAuth(),
      logger: mockServices.logger.mock(),
      idempotency: new Idempotency({
        store: new IdempotencyStore({ database: database(), lifetimeMs: 1 }),
      }),
      rateLimit: new RateLimit({ writesPerSecond: 0, burst: 0 }),
      secrets: base64,
      audit: new ApiAudit({
        auditor: mockServices.auditor.mock(),
        logger: mockServices.logger.mock(),
      }),
    });
    expect(() => api.finish()).toThrow('POST /tasks/:id/decision');
  });

  describe('know the caller as', () => {
    it('a person in their own session', async () => {
      await commenting()
        .post(COMMENTS)
        .set(asUser('User:default/Alice'))
        .send({ comment: 'x' })
        .expect(201);
      expect(callers()[0]).toMatchObject({
        kind: 'user',
        ref: 'user:default/alice',
      });
      expect(callers()[0].actor).toBeUndefined();
    });

    it('something that acts for a person', async () => {
      const authorization = `Bearer ${mockCredentials.user.token(
        'user:default/alice',
        { actor: { subject: 'plugin:scaffolder' } },
      )}`;
      await commenting()
        .post(COMMENTS)
        .set({ authorization })
        .send({ comment: 'x' })
        .expect(201);
      expect(callers()[0]).toMatchObject({
        kind: 'user',
        ref: 'user:default/alice',
        actor: 'plugin:scaffolder',
      });
    });

    it('a service', async () => {
      await commenting()
        .post(COMMENTS)
        .set({ authorization: mockCredentials.service.header() })
        .send({ comment: 'x' })
        .expect(201);
      expect(callers()[0]).toMatchObject({
        kind: 'service',
        ref: 'external:test-service',
      });
    });

    it.each([
      ['nobody', {}],
      ['a forger', { authorization: mockCredentials.user.invalidHeader() }],
    ])('%s, who gets 401', async (_, headers) => {
      const { body } = await commenting()
        .post(COMMENTS)
        .set(headers)
        .send({ comment: 'x' })
        .expect(401);
      expect(body.error.code).toBe('UNAUTHENTICATED');
    });
  });

  it('limit the writes of each caller, and say when to come back', async () => {
    let now = Date.UTC(2026, 10, 24);
    const api = commenting(() => {}, {
      rateLimit: { writesPerSecond: 1, burst: 2 },
      clock: () => now,
    });
    const write = (ref: string) =>
      api.post(COMMENTS).set(asUser(ref)).send({ comment: 'x' });
    await write('user:default/alice').expect(201);
    await write('user:default/alice').expect(201);
    const { body, headers } = await write('user:default/alice').expect(429);
    expect(body.error.code).toBe('TOO_MANY');
    expect(headers['retry-after']).toBe('1');
    await write('user:default/bob').expect(201);
    now += 1_000;
    await write('user:default/alice').expect(201);
  });
});
