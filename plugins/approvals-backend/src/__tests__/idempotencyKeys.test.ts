import { startTestBackend } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { portalFeatures } from './__testUtils__/features';
import { emptyDatabase, everyDatabase } from './__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  policy,
  seat,
  verified,
} from './__testUtils__/stories';
import { Portal, portalAt } from './__testUtils__/wire';

describe.each(everyDatabase)('an Idempotency-Key on %s', database => {
  let portal: Portal;
  let knex: Knex;

  const post = (
    key: string,
    body: unknown,
    path = '/requests',
    who = 'alice',
  ) => portal.send(who, 'POST', path, body, { 'idempotency-key': key });
  const replayed = ({ headers }: { headers: Headers }) =>
    headers.get('idempotency-replayed');

  beforeAll(async () => {
    knex = await emptyDatabase(database);
    const { server } = await startTestBackend({
      features: portalFeatures(knex),
    });
    portal = portalAt(Number(server.port()));
    await activate(portal, policy('plain'));
    await activate(
      portal,
      policy('many', { quorum: { mode: 'count', value: 2 } }),
    );
  }, 60_000);

  it('makes the same POST again give the first answer', async () => {
    const body = ask('plain');
    const first = await post('one', body);
    const second = await post('one', body);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect([replayed(first), replayed(second)]).toEqual([null, 'true']);
    expect(second.body).toEqual(first.body);
  });

  it('does not care in which order a body says things', async () => {
    const { subject, policyKey } = ask('plain');
    const first = await post('order', { subject, policyKey });
    const second = await post('order', { policyKey, subject });
    expect(second.body.id).toBe(first.body.id);
  });

  it('is refused with another body', async () => {
    await post('two', ask('plain'));
    expect(await post('two', ask('plain'))).toMatchObject({
      status: 409,
      body: { error: { code: 'IDEMPOTENCY_CONFLICT' } },
    });
  });

  it('belongs to its caller and its path', async () => {
    const body = ask('plain');
    const mine = await post('three', body);
    const yours = await post('three', body, '/requests', 'bob');
    expect(yours).toMatchObject({ status: 201 });
    expect(yours.body.id).not.toBe(mine.body.id);
    expect(
      await post(
        'three',
        { comment: 'x' },
        `/requests/${mine.body.id}/comments`,
      ),
    ).toMatchObject({ status: 201 });
  });

  it('remembers no refusal', async () => {
    const body = ask('plain');
    expect(await post('four', { ...body, policyKey: 'none' })).toMatchObject({
      status: 409,
    });
    expect(await post('four', body)).toMatchObject({ status: 201 });
  });

  it('lets one of fifty at once work, and the others wait for its answer', async () => {
    const body = ask('plain');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post('five', body)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([201]),
    );
    expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1);
    expect(answers.filter(answer => !replayed(answer)).length).toBe(1);
  });

  it('serves decisions, comments and delegations as well', async () => {
    const request = await asked(portal, 'plain');
    const posts: [string, string, object][] = [
      ['alice', `/requests/${request.id}/comments`, { comment: 'Once' }],
      [
        'alice',
        '/delegations',
        {
          delegate: 'bob',
          start: '2040-01-01T00:00:00Z',
          end: '2040-01-02T00:00:00Z',
        },
      ],
      ['bob', `/tasks/${request.stages[0].tasks[0].id}/claim`, {}],
    ];
    for (const [who, path, body] of posts) {
      const first = await post('six', body, path, who);
      const second = await post('six', body, path, who);
      expect([path, first.status]).toEqual([path, expect.any(Number)]);
      expect(first.status).toBeLessThan(300);
      expect(second.body).toEqual(first.body);
      expect(replayed(second)).toBe('true');
    }
  });

  /** As if the process had been killed after its work and before it remembered the answer. */
  const killedBeforeItRemembered = () =>
    knex('idempotency_keys').whereNotNull('status').update({
      status: null,
      body: null,
      lease: '019ab3c4-0000-4000-8000-000000000001',
      lease_until: '2026-01-01T00:00:00.000Z',
    });
  /** What somebody did; what is found for a request comes from the system. */
  const deedsOf = async (who: string) =>
    (await knex('events').where('actor', `user:default/${who}`)).length;

  it('lets a killed POST be sent again: what it did is answered, and not done twice', async () => {
    const request = await asked(portal, 'many');
    const changed = await asked(portal, 'many');
    const held = await asked(portal, 'many');
    const [bob, carol, dave] = ['bob', 'carol', 'dave'].map(name =>
      seat(request, name),
    );
    const posts: [string, string, object][] = [
      ['alice', '/requests', ask('plain')],
      ['alice', `/requests/${request.id}/comments`, { comment: 'Once' }],
      [
        'alice',
        '/delegations',
        {
          delegate: 'frank',
          start: '2041-01-01T00:00:00Z',
          end: '2041-01-02T00:00:00Z',
        },
      ],
      ['bob', `/tasks/${bob}/claim`, {}],
      ['bob', `/tasks/${bob}/release`, {}],
      ['carol', `/tasks/${carol}/reassign`, { person: 'frank', reason: 'Off' }],
      [
        'bob',
        `/tasks/${bob}/decision`,
        { decision: 'approve', comment: 'Yes' },
      ],
      ['dave', `/tasks/${dave}/decision`, { decision: 'approve' }],
      [
        'bob',
        `/tasks/${seat(changed, 'bob')}/decision`,
        { decision: 'request_changes', comment: 'Smaller' },
      ],
      ['alice', `/requests/${changed.id}/resubmit`, { comment: 'Better' }],
      ['alice', `/requests/${changed.id}/withdraw`, { reason: 'Not needed' }],
      [
        'erin',
        `/requests/${held.id}/stages/0/assign`,
        { person: 'frank', reason: 'Knows it' },
      ],
      ['erin', `/requests/${held.id}/cancel`, { reason: 'Not needed' }],
      ['erin', '/policies', { definition: policy('again') }],
      ['erin', '/policies/again/versions', {}],
    ];
    for (const [who, path, body] of posts) {
      const first = await post('killed', body, path, who);
      expect([path, first.status]).toEqual([path, expect.any(Number)]);
      expect(first.status).toBeLessThan(300);
      const deeds = await deedsOf(who);
      await killedBeforeItRemembered();
      const second = await post('killed', body, path, who);
      expect([path, second.status]).toEqual([path, first.status]);
      expect(replayed(second)).toBeNull();
      // People may have been found meanwhile; who and what was made is the same.
      for (const part of ['id', 'version', 'person', 'text'] as const) {
        expect(second.body[part]).toEqual(first.body[part]);
      }
      const third = await post('killed', body, path, who);
      expect(third.body).toEqual(second.body);
      expect([path, await deedsOf(who)]).toEqual([path, deeds]);
    }
    await verified(portal);
  }, 60_000);

  it.each([
    ['a blank in it', 'a b'],
    ['a letter beyond ASCII', 'schlüssel'],
    ['256 characters', 'x'.repeat(256)],
    ['nothing in it', ''],
  ])('with %s is refused', async (_, key) => {
    expect(await post(key, ask('plain'))).toMatchObject({
      status: 400,
      body: { error: { code: 'INVALID_INPUT' } },
    });
  });

  it('of 255 characters is taken', async () => {
    const key = '~'.repeat(255);
    expect(await post(key, ask('plain'))).toMatchObject({ status: 201 });
  });
});
