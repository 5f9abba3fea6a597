import { PolicyDefinitionInput } from '@countersign/backstage-plugin-approvals-common';
import { Webhook } from 'standardwebhooks';
import { v7 as newId } from 'uuid';
import { Database, tables } from '../database';
import {
  Answering,
  Received,
  Receiver,
  startReceiver,
} from '../outgoing/__testUtils__/receivers';
import { startTestBackend } from '@backstage/backend-test-utils';
import { portalFeatures } from './__testUtils__/features';
import { pages } from './__testUtils__/pages';
import { emptyDatabase, everyDatabase } from './__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  codeOf,
  policy,
  seat,
  settled,
  until,
  verified,
} from './__testUtils__/stories';
import { Portal, portalAt } from './__testUtils__/wire';

const ci = { service: 'ci' } as const;

const typesOf = (received: Received[]) =>
  received.map(({ body }) => JSON.parse(body).type);

const dataOf = (received: Received[], type: string) =>
  received
    .map(({ body }) => JSON.parse(body))
    .find(message => message.type === type)?.data;

/** What a receiver that knows the secret reads; it throws when the signature is not right. */
const opened = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

// Real connections and a real worker: slow on a machine that does other things.
jest.setTimeout(60_000);

describe.each(everyDatabase)('webhooks of the whole plugin on %s', id => {
  let portal: Portal;
  let database: Database;
  const receivers: Receiver[] = [];

  const receiver = async (answer?: Answering) => {
    const started = await startReceiver(answer);
    receivers.push(started);
    return started;
  };
  const hook = (body: {
    url: string;
    types?: string[];
    policyKeys?: string[];
    usedFor?: ('events' | 'callbacks' | 'rules')[];
  }) => portal.as('erin').createWebhook({ body: { name: 'Hook', ...body } });
  const approve = async (requestId: string, name: string, comment?: string) =>
    portal.as(name).decideTask({
      params: { id: seat(await settled(portal, requestId), name) },
      body: { decision: 'approve', comment },
    });

  beforeAll(async () => {
    const knex = await emptyDatabase(id);
    database = new Database(knex);
    const { server } = await startTestBackend({
      features: portalFeatures(knex),
    });
    portal = portalAt(Number(server.port()));
    await activate(portal, policy('plain'));
    await activate(portal, policy('other'));
  }, 60_000);

  afterEach(async () => {
    const { items } = await portal.as('erin').listWebhooks({});
    for (const { id: webhookId } of items) {
      await portal.as('erin').deleteWebhook({ params: { id: webhookId } });
    }
    await Promise.all(receivers.splice(0).map(it => it.close()));
  }, 60_000);

  it('tell an endpoint what happens to requests, in their order', async () => {
    const { url, received } = await receiver();
    const { secret } = await hook({
      url,
      types: ['request.created', 'task.decided', 'request.approved'],
      policyKeys: ['plain'],
    });
    await asked(portal, 'other');
    const request = await asked(portal, 'plain');
    await approve(request.id, 'bob', 'Looks right');
    await until('three messages', async () => received[2]);
    expect(typesOf(received)).toEqual([
      'request.created',
      'task.decided',
      'request.approved',
    ]);
    expect(received.map(it => opened(secret, it))).toHaveLength(3);
    expect(dataOf(received, 'task.decided')).toMatchObject({
      requestId: request.id,
      status: 'approved',
      round: 1,
      policy: { key: 'plain', version: 1, name: 'Policy plain' },
      subject: request.subject,
      digest: request.digest,
      requester: 'user:default/alice',
      stage: 0,
      actor: 'user:default/bob',
      comment: 'Looks right',
      stream: `request:${request.id}`,
      payload: { decision: 'approve' },
    });
    const { items } = await portal.as('erin').listDeliveries({
      query: { requestId: request.id, type: 'request.approved' },
    });
    expect(items).toMatchObject([{ kind: 'event', requestId: request.id }]);
    await verified(portal);
  });

  it('answer the request of a service at its callback address', async () => {
    const { url, received } = await receiver();
    const { secret, id: endpointId } = await hook({
      url: `${url}/jobs`,
      usedFor: ['callbacks'],
    });
    const callbackUrl = `${url}/jobs/42?token=a`;
    const body = { ...ask('plain'), requester: 'alice', callbackUrl };
    const { id: requestId } = await portal.as(ci).createRequest({ body });
    await asked(portal, 'plain');
    await approve(requestId, 'carol');
    await until('the end', async () =>
      dataOf(received, 'request.approved') ? true : undefined,
    );
    expect(new Set(received.map(({ path }) => path))).toEqual(
      new Set(['/jobs/42?token=a']),
    );
    const messages = received.map(it => opened(secret, it)) as {
      data: { requestId: string; seq: number };
    }[];
    expect(new Set(messages.map(({ data }) => data.requestId))).toEqual(
      new Set([requestId]),
    );
    const order = messages.map(({ data }) => data.seq);
    expect(order).toEqual(order.map((_, index) => index + 1));
    const { items } = await portal
      .as('erin')
      .listDeliveries({ query: { endpointId } });
    expect(items[0]).toMatchObject({ kind: 'callback', url: callbackUrl });
  });

  it('tell an endpoint once, where it is the callback address itself', async () => {
    const { url, received } = await receiver();
    const { id: endpointId } = await hook({
      url: `${url}/`,
      types: ['request.created'],
    });
    await portal.as(ci).createRequest({
      body: { ...ask('plain'), requester: 'alice', callbackUrl: `${url}/` },
    });
    await asked(portal, 'plain');
    await until('both requests', async () => received[1]);
    const { items } = await portal
      .as('erin')
      .listDeliveries({ query: { endpointId, type: 'request.created' } });
    expect(items.map(({ kind }) => kind)).toEqual(['event', 'event']);
  });

  describe('refuse a callback address that', () => {
    const base = 'https://hooks.example.com:8443/jobs';

    it.each([
      ['is on another host', 'https://hooks.example.org:8443/jobs/1'],
      ['has another port', 'https://hooks.example.com/jobs/1'],
      ['has another path', 'https://hooks.example.com:8443/other'],
      ['only begins like it', 'https://hooks.example.com:8443/jobsters'],
      ['climbs out of it', 'https://hooks.example.com:8443/jobs/../admin'],
      ['hides a slash', 'https://hooks.example.com:8443/jobs/..%2fadmin'],
      ['has a user', 'https://a@hooks.example.com:8443/jobs/1'],
      ['is not encrypted', 'http://hooks.example.com:8443/jobs/1'],
      ['belongs to rules', 'https://rules.example.com/a'],
      ['is switched off', 'https://off.example.com/a'],
    ])('%s', async (_, callbackUrl) => {
      await hook({ url: base, usedFor: ['callbacks'] });
      await hook({ url: 'https://rules.example.com/', usedFor: ['rules'] });
      const off = await hook({
        url: 'https://off.example.com/',
        usedFor: ['callbacks'],
      });
      await portal.as('erin').updateWebhook({
        params: { id: off.id },
        body: { enabled: false },
      });
      const body = { ...ask('plain'), requester: 'alice', callbackUrl };
      expect(await portal.send(ci, 'POST', '/requests', body)).toMatchObject({
        status: 400,
        body: {
          error: { code: 'INVALID_INPUT', issues: [{ path: '/callbackUrl' }] },
        },
      });
    });

    it('comes from a person', async () => {
      await hook({ url: base, usedFor: ['callbacks'] });
      const body = { ...ask('plain'), callbackUrl: `${base}/1` };
      expect(
        await portal.send('alice', 'POST', '/requests', body),
      ).toMatchObject({
        status: 400,
        body: { error: { issues: [{ path: '/callbackUrl' }] } },
      });
    });
  });

  describe('ask a service for approvers', () => {
    let keys = 0;

    const byService = async (url: string) => {
      keys += 1;
      const definition: PolicyDefinitionInput = policy(`service-${keys}`, {
        approvers: [{ type: 'http', url }],
      });
      await activate(portal, definition);
      return definition.key;
    };

    it('with a signed question, and seat whom it names', async () => {
      const { url, received } = await receiver(response => {
        response.end('{"people":["Bob","user:default/dave","nobody"]}');
      });
      const { secret } = await hook({
        url: `${url}/rules`,
        usedFor: ['rules'],
      });
      const key = await byService(`${url}/rules/approvers`);
      const request = await asked(portal, key);
      const [{ tasks }] = request.stages;
      expect(tasks.map(({ person }) => person).sort()).toEqual([
        'user:default/bob',
        'user:default/dave',
      ]);
      expect(received).toHaveLength(1);
      expect(received[0].path).toBe('/rules/approvers');
      expect(opened(secret, received[0])).toMatchObject({
        request: { id: request.id, round: 1, policyKey: key },
        requester: { ref: 'user:default/alice' },
        subject: request.subject,
        context: {},
        stage: { index: 0, name: 'Stage 1' },
      });
    });

    it.each<[string, Answering | undefined, RegExp]>([
      ['answers 500', it => it.writeHead(500).end(), /answered 500/],
      ['answers a list', it => it.end('["bob"]'), /did not answer with/],
      ['answers with words', it => it.end('bob, please'), /did not answer/],
      ['names numbers', it => it.end('{"people":[7]}'), /did not answer with/],
      [
        'redirects',
        it => it.writeHead(302, { location: '/' }).end(),
        /answered 302/,
      ],
      [
        'answers too much',
        it => it.end(JSON.stringify({ people: ['x'.repeat(2 ** 20)] })),
        /more than 1 MiB/,
      ],
      ['is no endpoint for rules', undefined, /no webhook endpoint/],
    ])('and try again when it %s', async (_, answer, words) => {
      let isWell = false;
      const { url } = await receiver((response, ...rest) =>
        isWell || !answer
          ? response.end('{"people":["bob"]}')
          : answer(response, ...rest),
      );
      const use = answer ? ('rules' as const) : ('events' as const);
      const { id: webhookId } = await hook({ url, usedFor: [use] });
      const key = await byService(`${url}/`);
      const { id: requestId } = await portal
        .as('alice')
        .createRequest({ body: ask(key) });
      const [failed] = await until('a failure', async () => {
        const { items } = await portal
          .as('erin')
          .listRequestEvents({ params: { id: requestId } });
        const found = items.filter(
          ({ type }) => type === 'stage.resolving_failed',
        );
        return found.length > 0 ? found : undefined;
      });
      expect(failed.payload).toMatchObject({
        reason: 'resolving_failed',
        failures: [
          { failure: 'resolver', message: expect.stringMatching(words) },
        ],
        next: { attempt: 2 },
      });
      isWell = true;
      await portal.as('erin').updateWebhook({
        params: { id: webhookId },
        body: { usedFor: ['rules'] },
      });
      const request = await settled(portal, requestId);
      expect(request.stages[0].status).toBe('active');
    });

    it('never at an address that is not public', async () => {
      const definition = policy('metadata', {
        approvers: [{ type: 'http', url: 'https://169.254.169.254/latest' }],
      });
      expect(
        await portal.send('erin', 'POST', '/policies', { definition }),
      ).toMatchObject({
        status: 400,
        body: {
          error: {
            issues: [{ path: '/definition/stages/0/approvers/0/url' }],
          },
        },
      });
    });
  });

  it('show a secret once, and keep it encrypted', async () => {
    const { secret, id: webhookId } = await hook({
      url: 'https://hooks.example.com/',
      usedFor: ['rules'],
    });
    const erin = portal.as('erin');
    const params = { id: webhookId };
    const shown = [
      await erin.getWebhook({ params }),
      await erin.listWebhooks({}),
      await erin.updateWebhook({ params, body: { name: 'Other' } }),
      await erin.listAudit({ query: { stream: `webhook:${webhookId}` } }),
    ];
    expect(JSON.stringify(shown)).not.toContain('whsec_');
    const rows = await database.knex(tables.webhookEndpoints);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(rows)).not.toContain('whsec_');
  });

  it('answer a repeated POST with the same secret, which is not kept in clear', async () => {
    const sent = () =>
      portal.send(
        'erin',
        'POST',
        '/webhooks',
        { name: 'Once', url: 'https://hooks.example.com/', usedFor: ['rules'] },
        { 'idempotency-key': `once ${id}`.replace(' ', '-') },
      );
    const [first, second] = [await sent(), await sent()];
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(first.body.secret).toMatch(/^whsec_/);
    const rows = await database.knex(tables.idempotencyKeys);
    expect(JSON.stringify(rows)).not.toContain('whsec_');
    expect((await portal.as('erin').listWebhooks({})).items).toHaveLength(1);
  });

  it('are a hundred at most', async () => {
    const make = (name: string) =>
      portal.as('erin').createWebhook({
        body: { name, url: 'https://hooks.example.com/', usedFor: ['rules'] },
      });
    const { id: first } = await make('First');
    const [row] = await database
      .knex(tables.webhookEndpoints)
      .where({ id: first });
    const copies = Array.from({ length: 94 }, () => ({ ...row, id: newId() }));
    await database.knex.batchInsert(tables.webhookEndpoints, copies);
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => codeOf(make(`Last ${index}`))),
    );
    expect(codes.filter(code => code === 'ok')).toHaveLength(5);
    expect(codes.filter(code => code === 'ENDPOINT_LIMIT')).toHaveLength(5);
    const all = await pages(
      query => portal.as('erin').listWebhooks({ query }),
      60,
    );
    expect(new Set(all.map(({ id: one }) => one)).size).toBe(100);
    await database
      .knex(tables.webhookEndpoints)
      .update({ removed_at: '2026-11-27T09:00:00.000Z' });
  });
});

describe('a backend without a key to encrypt with', () => {
  const featuresOf = async () =>
    portalFeatures(await emptyDatabase('SQLITE_3'), {
      approvals: { encryption: { keys: [] } },
    });

  it('makes no endpoint, and says why', async () => {
    const { server } = await startTestBackend({ features: await featuresOf() });
    const portal = portalAt(Number(server.port()));
    const body = { name: 'x', url: 'https://hooks.example.com/' };
    expect(await portal.send('erin', 'POST', '/webhooks', body)).toMatchObject({
      status: 503,
      body: {
        error: {
          code: 'UNAVAILABLE',
          message: expect.stringContaining('approvals.encryption.keys'),
        },
      },
    });
  });

  it('does not start in production', async () => {
    const features = await featuresOf();
    const { NODE_ENV } = process.env;
    Object.assign(process.env, { NODE_ENV: 'production' });
    try {
      await expect(startTestBackend({ features })).rejects.toThrow(
        'approvals.encryption.keys is empty',
      );
    } finally {
      Object.assign(process.env, { NODE_ENV });
    }
  });
});
