import { Webhook } from 'standardwebhooks';
import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { erin, HOUR, stageOf, until } from './__testUtils__/stage';

describe.each(everyDatabase)('webhooks on %s', id => {
  const { open, receiver, statuses } = stageOf(id);

  it('send each event, signed as Standard Webhooks has it', async () => {
    const { url, received } = await receiver();
    const { database, endpoint, happen, messages, views } = await open();
    const { secret, id: endpointId } = await endpoint({ url: `${url}/hook` });
    await happen('deploy', 7);
    const [{ headers, body, path }] = await until(
      () => received.length > 0 && received,
    );
    expect(path).toBe('/hook');
    expect(
      new Webhook(secret).verify(body, headers as Record<string, string>),
    ).toMatchObject({
      type: 'policy.draft_deleted',
      timestamp: expect.stringMatching(/Z$/),
      data: {
        actor: erin.ref,
        stream: 'policy:deploy',
        seq: 1,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        payload: { key: 'deploy', version: 7 },
      },
    });
    const [event] = await database
      .knex(tables.events)
      .where({ stream: 'policy:deploy' });
    expect(headers['webhook-id']).toBe(event.id);
    await until(async () => (await statuses())[0] === 'delivered');
    expect(await messages()).toMatchObject([
      {
        endpointId,
        endpointName: 'Receiver',
        kind: 'event',
        url: `${url}/hook`,
        messageId: event.id,
        type: 'policy.draft_deleted',
        attempts: [{ number: 1, status: 204 }],
      },
    ]);
    const [health] = (await views.list(erin, {})).items;
    expect(health.health).toMatchObject({ waiting: 0 });
    expect(health.health.lastSuccessAt).toBeDefined();
  });

  it('go to those only that list the type and the policy', async () => {
    const { url } = await receiver();
    const { endpoint, happen, messages } = await open();
    const wanted = {
      'by both': { types: ['policy.draft_deleted'], policyKeys: ['a'] },
      'by policy': { policyKeys: ['a', 'b'] },
      all: {},
      'other type': { types: ['policy.created'] },
      'other policy': { policyKeys: ['c'] },
      rules: { usedFor: ['rules' as const] },
      callbacks: { usedFor: ['callbacks' as const] },
    };
    for (const [name, choices] of Object.entries(wanted)) {
      await endpoint({ url, name, ...choices });
    }
    await happen('a', 1);
    await until(async () => (await messages()).length >= 3);
    expect((await messages()).map(it => it.endpointName).sort()).toEqual([
      'all',
      'by both',
      'by policy',
    ]);
  });

  it('keep the order of a stream through failures, and hold up nothing else', async () => {
    let isIll = true;
    const { url, received } = await receiver((response, { body }) => {
      const fails = isIll && body.includes('"key":"a"');
      response.writeHead(fails ? 500 : 200).end();
    });
    const { endpoint, happen, messages, pass } = await open();
    await endpoint({ url });
    for (let version = 1; version <= 3; version++) {
      await happen('a', version);
      await happen('b', version);
    }
    const seen = (key: string) =>
      received
        .map(({ body }) => JSON.parse(body).data.payload)
        .filter(payload => payload.key === key)
        .map(({ version }) => version);
    await until(() => seen('b').length === 3 && seen('a').length === 1);
    expect(seen('b')).toEqual([1, 2, 3]);
    expect(seen('a')).toEqual([1]);
    await until(async () =>
      (await messages()).some(it => it.attempts.length === 1),
    );
    isIll = false;
    pass(1.2 * HOUR);
    await until(() => seen('a').length === 4);
    expect(seen('a')).toEqual([1, 1, 2, 3]);
    const ids = received
      .filter(({ body }) => body.includes('"key":"a","version":1'))
      .map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toBe(ids[1]);
  });

  it('let a slow endpoint cost only itself', async () => {
    const slow = await receiver(() => {});
    const quick = await receiver();
    const { endpoint, happen } = await open({ concurrency: 2, timeout: 3_000 });
    await endpoint({ url: slow.url });
    await endpoint({ url: quick.url });
    for (let version = 1; version <= 20; version++) {
      await happen(`p${version}`, version);
    }
    await until(() => quick.received.length === 20);
    expect(slow.received.length).toBeLessThanOrEqual(2);
  });
});
