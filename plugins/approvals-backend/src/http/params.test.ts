import request from 'supertest';
import { echoingApi } from './__testUtils__/echoing';
import { asUser } from './__testUtils__/testApi';

const ID = '019ab3c4-0000-7000-8000-000000000001';

describe('what comes in', () => {
  const app = echoingApi();

  describe('in a query', () => {
    const list = (query: string) =>
      request(app()).get(`/api/approvals/tasks?${query}`).set(asUser());

    it('a key that comes twice is a list', async () => {
      await list('status=open&status=decided&limit=5').expect(200, {
        status: ['open', 'decided'],
        limit: '5',
      });
    });

    it.each([
      ['nonsense=1', '/nonsense'],
      ['limit[]=1', '/limit[]'],
      ['limit[a]=1', '/limit[a]'],
      ['__proto__=1', '/__proto__'],
      ['limit=0', '/limit'],
      ['limit=101', '/limit'],
      ['limit=1&limit=2', '/limit'],
      ['limit=1e1', '/limit'],
      ['status=gone', '/status'],
      ['createdAfter=2026-02-30T00:00:00Z', '/createdAfter'],
      ['createdAfter=yesterday', '/createdAfter'],
      ['assignee=%00', '/assignee'],
      ['q=%00', '/q'],
      ['sort=-requester', '/sort'],
    ])('%s is refused', async (query, path) => {
      const { body } = await list(query).expect(400);
      expect(body.error.issues[0].path).toBe(path);
    });

    it('a percent sign gone wrong is just a letter', async () => {
      await list('q=%zz').expect(200, { q: '%zz' });
    });

    it('nothing is taken by a route without a query', async () => {
      const { body } = await request(app())
        .post(`/api/approvals/tasks/${ID}/claim?force=true`)
        .set(asUser())
        .expect(400);
      expect(body.error.issues[0].path).toBe('/force');
    });
  });

  describe('in a path', () => {
    it('numbers are numbers', async () => {
      await request(app())
        .post(`/api/approvals/requests/${ID}/stages/3/retry`)
        .set(asUser())
        .expect(200, { id: ID, index: 3 });
    });

    it.each([
      'requests/7/stages/0/retry',
      `requests/${ID.toUpperCase()}/stages/0/retry`,
      'requests/019ab3c4-0000-4000-8000-000000000001/stages/0/retry',
      `requests/${ID}/stages/-1/retry`,
      `requests/${ID}/stages/01/retry`,
      `requests/${ID}/stages/1.5/retry`,
      `requests/${ID}/stages/99999999999/retry`,
      'requests/%00/stages/0/retry',
      'requests/%zz/stages/0/retry',
      "requests/'%20or%201=1--/stages/0/retry",
    ])('%s names nothing', async path => {
      const { body } = await request(app())
        .post(`/api/approvals/${path}`)
        .set(asUser())
        .expect(404);
      expect(body.error.code).toBe('NOT_FOUND');
    });

    it.each(['Deploy', '-deploy', 'a%2Fb', 'x'.repeat(129), '..', '%F0%9F'])(
      'policy key %s names nothing',
      async key => {
        await request(app())
          .get(`/api/approvals/policies/${key}`)
          .set(asUser())
          .expect(404);
      },
    );
  });
});
