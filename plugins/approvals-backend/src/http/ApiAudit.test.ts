import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { Database } from '../database';
import { freshDatabase } from '../database/__testUtils__/testDatabases';
import { ID, layAuditedRoutes, OTHER } from './__testUtils__/auditedRoutes';
import { recordingAuditor } from './__testUtils__/recordingAuditor';
import { asUser, testApi } from './__testUtils__/testApi';

const DECISION = `/tasks/${ID}/decision`;

describe('the auditor', () => {
  let database: Database;
  let recording: ReturnType<typeof recordingAuditor>;
  let done: number;

  beforeAll(async () => {
    database = await freshDatabase('SQLITE_3');
  });
  beforeEach(() => {
    recording = recordingAuditor();
    done = 0;
  });

  const app = (auditor = recording.auditor) =>
    testApi({
      database,
      auditor,
      lay: route => {
        layAuditedRoutes(route, () => {
          done += 1;
        });
      },
    });
  const call = (
    method: 'get' | 'post' | 'delete',
    path: string,
    body?: object,
    headers: object = {},
    to = app(),
  ) =>
    request(to)
      [method](`/api/approvals${path}`)
      .set({ ...asUser(), ...headers })
      .send(body);
  const only = () => {
    expect(recording.told).toHaveLength(1);
    return recording.told[0];
  };

  it.each([
    ['post', '/requests', {}, 'create-request', 'medium'],
    ['post', DECISION, { decision: 'approve' }, 'decide-task', 'high'],
    ['post', '/tasks/decisions', {}, 'decide-tasks', 'high'],
    [
      'post',
      '/policies/p/versions/1/activate',
      {},
      'activate-policy-version',
      'high',
    ],
    ['post', '/policies/validate', {}, 'validate-policy', 'low'],
    ['post', '/policies/simulate', {}, 'simulate-policy', 'low'],
    ['delete', `/delegations/${ID}`, undefined, 'delete-delegation', 'medium'],
    ['get', '/audit?format=csv', undefined, 'list-audit', 'medium'],
    ['get', '/audit/verify', undefined, 'verify-audit', 'medium'],
  ] as const)(
    'is told of %s %s',
    async (method, path, body, eventId, severityLevel) => {
      await call(method, path, body);
      expect(only()).toMatchObject({
        eventId,
        severityLevel,
        path: `/api/approvals${path}`,
        outcome: 'succeeded',
      });
    },
  );

  it.each([
    '/requests',
    `/requests/${ID}`,
    '/tasks',
    '/tasks/count',
    '/policies',
    '/rule-types',
    '/openapi.json',
  ])('is not told of GET %s', async path => {
    await call('get', path).expect(200);
    expect(recording.told).toEqual([]);
  });

  it('hears of an override as critical, also when it is refused, and however it is written', async () => {
    const override = { override: { reason: 'Away' } };
    await call('post', DECISION, { decision: 'approve', ...override });
    await call('post', DECISION, {
      decision: 'approve',
      comment: 'refuse me',
      ...override,
    });
    await request(app())
      .post(`/api/approvals${DECISION}`)
      .set({ ...asUser(), 'content-type': 'application/json' })
      .send('{"decision":"approve","\\u006fverride":{"reason":"Away"}}');
    await call('post', DECISION, {
      decision: 'approve',
      comment: '"override"',
    });
    expect(
      recording.told.map(({ severityLevel, outcome }) => [
        severityLevel,
        outcome,
      ]),
    ).toEqual([
      ['critical', 'succeeded'],
      ['critical', 'failed'],
      ['critical', 'succeeded'],
      ['high', 'succeeded'],
    ]);
  });

  it('learns what was decided for whom, and no words', async () => {
    await call('post', DECISION, { decision: 'approve', comment: 'psst' });
    expect(only().meta).toEqual({
      id: ID,
      status: 201,
      requestId: OTHER,
      decision: 'approve',
      onBehalfOf: 'user:default/x',
    });
    expect(JSON.stringify(recording.told)).not.toMatch(/psst/);
  });

  it('learns what was made, and no words', async () => {
    await call('post', '/requests', { x: 1 }).expect(201);
    expect(only().meta).toEqual({ status: 201, made: OTHER });
  });

  it('learns each result of many decisions', async () => {
    await call('post', '/tasks/decisions', {}).expect(200);
    expect(only().meta).toEqual({
      status: 200,
      results: [
        { taskId: ID, status: 201 },
        { taskId: OTHER, status: 409, code: 'REQUEST_ENDED' },
      ],
    });
  });

  it.each([
    ['refuse me', 403, { status: 403, code: 'SELF_APPROVAL' }, /yourself/],
    ['break', 500, { status: 500 }, /disk/],
  ])('learns of a failure: %s', async (comment, status, meta, error) => {
    await call('post', DECISION, { decision: 'approve', comment }).expect(
      status,
    );
    expect(only()).toMatchObject({
      outcome: 'failed',
      meta: { id: ID, ...meta },
      error: expect.stringMatching(error),
    });
  });

  it('learns of a faulty body', async () => {
    await call('post', DECISION, { decision: 'maybe' }).expect(400);
    expect(only()).toMatchObject({
      outcome: 'failed',
      meta: { code: 'INVALID_INPUT' },
    });
  });

  it('learns what acted for a person', async () => {
    const token = mockCredentials.user.token('user:default/alice', {
      actor: { subject: 'plugin:scaffolder' },
    });
    await call('post', '/requests', {}, { authorization: `Bearer ${token}` });
    expect(only().meta).toMatchObject({ actingThrough: 'plugin:scaffolder' });
  });

  it('learns that an answer was only given again', async () => {
    const key = { 'idempotency-key': 'audited' };
    await call('post', '/requests', {}, key).expect(201);
    await call('post', '/requests', {}, key).expect(201);
    expect(recording.told.map(({ meta }) => meta?.replayed)).toEqual([
      undefined,
      true,
    ]);
  });

  it('keeps back what it cannot take down', async () => {
    const broken = app({
      createEvent: async () => {
        throw new Error('No room in the log');
      },
    });
    await call('post', '/requests', {}, {}, broken).expect(500);
    expect(done).toBe(0);
  });

  it('does not take back what was done when its end cannot be told', async () => {
    const fail = async () => {
      throw new Error('No room in the log');
    };
    const broken = app({
      createEvent: async () => ({ success: fail, fail }),
    });
    await call('post', '/requests', {}, {}, broken).expect(201);
    await call(
      'post',
      DECISION,
      { decision: 'approve', comment: 'refuse me' },
      {},
      broken,
    ).expect(403);
    expect(done).toBe(1);
  });
});
