import { v7 as newId } from 'uuid';
import { tables } from '../database';
import { dataOf, hookedPortal, opened } from './__testUtils__/hooks';
import { pages } from './__testUtils__/pages';
import { everyDatabase } from './__testUtils__/portal';
import { asked, codeOf, until, verified } from './__testUtils__/stories';

describe.each(everyDatabase)('webhooks of the whole plugin on %s', id => {
  const { approve, database, hook, portal, receiver } = hookedPortal(id);

  it('tell an endpoint what happens to requests, in their order', async () => {
    const { url, received } = await receiver();
    const { secret } = await hook({
      url,
      types: ['request.created', 'task.decided', 'request.approved'],
      policyKeys: ['plain'],
    });
    await asked(portal(), 'other');
    const request = await asked(portal(), 'plain');
    await approve(request.id, 'bob', 'Looks right');
    await until('three messages', async () => received[2]);
    expect(received.map(({ body }) => JSON.parse(body).type)).toEqual([
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
    const { items } = await portal()
      .as('erin')
      .listDeliveries({
        query: { requestId: request.id, type: 'request.approved' },
      });
    expect(items).toMatchObject([{ kind: 'event', requestId: request.id }]);
    await verified(portal());
  });

  it('show a secret once, and keep it encrypted', async () => {
    const { secret, id: webhookId } = await hook({
      url: 'https://hooks.example.com/',
      usedFor: ['rules'],
    });
    const erin = portal().as('erin');
    const params = { id: webhookId };
    const shown = [
      await erin.getWebhook({ params }),
      await erin.listWebhooks({}),
      await erin.updateWebhook({ params, body: { name: 'Other' } }),
      await erin.listAudit({ query: { stream: `webhook:${webhookId}` } }),
    ];
    expect(JSON.stringify(shown)).not.toContain('whsec_');
    const rows = await database().knex(tables.webhookEndpoints);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(rows)).not.toContain('whsec_');
  });

  it('answer a repeated POST with the same secret, which is not kept in clear', async () => {
    const sent = () =>
      portal().send(
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
    const rows = await database().knex(tables.idempotencyKeys);
    expect(JSON.stringify(rows)).not.toContain('whsec_');
    expect((await portal().as('erin').listWebhooks({})).items).toHaveLength(1);
  });

  it('are a hundred at most', async () => {
    const make = (name: string) =>
      portal()
        .as('erin')
        .createWebhook({
          body: { name, url: 'https://hooks.example.com/', usedFor: ['rules'] },
        });
    const { id: first } = await make('First');
    const [row] = await database()
      .knex(tables.webhookEndpoints)
      .where({ id: first });
    const copies = Array.from({ length: 94 }, () => ({ ...row, id: newId() }));
    await database().knex.batchInsert(tables.webhookEndpoints, copies);
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => codeOf(make(`Last ${index}`))),
    );
    expect(codes.filter(code => code === 'ok')).toHaveLength(5);
    expect(codes.filter(code => code === 'ENDPOINT_LIMIT')).toHaveLength(5);
    const all = await pages(
      query => portal().as('erin').listWebhooks({ query }),
      60,
    );
    expect(new Set(all.map(({ id: one }) => one)).size).toBe(100);
    await database()
      .knex(tables.webhookEndpoints)
      .update({ removed_at: '2026-11-27T09:00:00.000Z' });
  });
});
