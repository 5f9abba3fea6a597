import { NotAllowedError } from '@backstage/errors';
import { ApprovalsRefusal } from '.';
import { COMMENTS, commentingApi, ID } from './__testUtils__/commenting';
import { asUser } from './__testUtils__/testApi';

describe('the routes', () => {
  const { commenting } = commentingApi();

  describe('say in which order faults count:', () => {
    it('the caller before what is not there', async () => {
      await commenting().post('/api/approvals/requests/7/comments').expect(401);
    });

    it('what is not there before the body', async () => {
      const { body } = await commenting()
        .post('/api/approvals/requests/7/comments')
        .set(asUser())
        .send('{')
        .expect(404);
      expect(body.error.code).toBe('NOT_FOUND');
    });

    it('what the handler refuses before the body', async () => {
      const { body } = await commenting(() => {
        throw new ApprovalsRefusal('NOT_ASSIGNED', 'Not your seat');
      })
        .post(COMMENTS)
        .set(asUser())
        .send({ bogus: true })
        .expect(403);
      expect(body.error).toEqual({
        name: 'NotAllowedError',
        message: 'Not your seat',
        code: 'NOT_ASSIGNED',
      });
    });
  });

  it('send a refusal as Backstage does, with code, places and details', async () => {
    const { body, headers } = await commenting(() => {
      throw new ApprovalsRefusal('ALREADY_OPEN', 'One is open', {
        details: { requestId: ID },
        retryAfter: 3,
      });
    })
      .post(COMMENTS)
      .set(asUser())
      .send({ comment: 'x' })
      .expect(409);
    expect(body).toEqual({
      error: {
        name: 'ConflictError',
        message: 'One is open',
        code: 'ALREADY_OPEN',
        details: { requestId: ID },
      },
      request: { method: 'POST', url: COMMENTS },
      response: { statusCode: 409 },
    });
    expect(headers['retry-after']).toBe('3');
  });

  it.each([
    [new NotAllowedError('no'), 403, 'NOT_ALLOWED'],
    [Object.assign(new Error(), { code: 'ECONNREFUSED' }), 503, 'UNAVAILABLE'],
    [Object.assign(new Error(), { code: '57P01' }), 503, 'UNAVAILABLE'],
    [
      Object.assign(new Error('x'), { name: 'ResponseError', statusCode: 404 }),
      503,
      'UNAVAILABLE',
    ],
    [new TypeError('fetch failed'), 503, 'UNAVAILABLE'],
    [new TypeError('x is not a function'), 500, undefined],
    ['a string', 500, undefined],
  ])('make of %s a %i', async (error, status, code) => {
    const { body } = await commenting(() => {
      throw error;
    })
      .post(COMMENTS)
      .set(asUser())
      .send({ comment: 'x' })
      .expect(status);
    expect(body.error.code).toBe(code);
    expect(JSON.stringify(body)).not.toContain('is not a function');
  });

  it('answer 404 with a code where there is no route', async () => {
    const { body } = await commenting()
      .get('/api/approvals/nothing')
      .set(asUser())
      .expect(404);
    expect(body.error.code).toBe('NOT_FOUND');
  });
});
