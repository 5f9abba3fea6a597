import { Webhook } from 'standardwebhooks';
import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import {
  answering,
  DAY,
  erin,
  HOUR,
  stageOf,
  until,
  versionsOf,
} from './__testUtils__/stage';

describe.each(everyDatabase)('endpoints that are off on %s', id => {
  const { open, receiver, statuses } = stageOf(id);

  it('send a test, signed, once, also to an endpoint that is disabled', async () => {
    const { url, received } = await receiver(answering(500, 'no'));
    const { deliveries, endpoint, told } = await open();
    const { id: endpointId, secret } = await endpoint({
      url,
      enabled: false,
    });
    const { id: testId } = await deliveries.test(erin, endpointId, () => ({}));
    const test = await until(async () => {
      const now = await deliveries.get(erin, testId);
      return now.status === 'exhausted' && now;
    });
    expect(test).toMatchObject({
      kind: 'test',
      type: 'webhook.test',
      attempts: [{ number: 1, response: { status: 500, body: 'no' } }],
    });
    const [{ body, headers }] = received;
    expect(
      new Webhook(secret).verify(body, headers as Record<string, string>),
    ).toMatchObject({ type: 'webhook.test', data: { endpointId } });
    expect(await told()).toMatchObject([{ type: 'webhook.created' }]);
  });

  it('wait for an endpoint that is disabled, and arrive in their order', async () => {
    const hook = await receiver();
    const { url, received } = hook;
    const { endpoint, happen, messages, pass, told, webhooks, views } =
      await open();
    const { id: endpointId } = await endpoint({ url });
    const enable = (enabled: boolean) =>
      webhooks.update(erin, endpointId, () => ({ enabled }));
    await enable(false);
    for (let version = 1; version <= 5; version++) {
      await happen('a', version);
    }
    await until(async () => (await messages()).length === 5);
    pass(HOUR);
    expect(await views.get(erin, endpointId)).toMatchObject({
      enabled: false,
      disabledReason: 'person',
      health: { waiting: 5 },
    });
    expect((await messages())[0].nextAttemptAt).toBeUndefined();
    expect(received).toEqual([]);
    await enable(true);
    await until(() => received.length === 5);
    expect(versionsOf(hook)).toEqual([1, 2, 3, 4, 5]);
    expect((await told()).map(({ type }) => type)).toEqual([
      'webhook.created',
      'webhook.disabled',
      'webhook.enabled',
    ]);
  });

  it('disable an endpoint that fails for five days, with notice, and keep its queue', async () => {
    let status = 500;
    const hook = await receiver(response => {
      response.writeHead(status).end();
    });
    const { url, received } = hook;
    const listening = await receiver();
    const { endpoint, happen, messages, pass, told, webhooks, views } =
      await open();
    const { id: endpointId } = await endpoint({ url });
    await endpoint({ url: listening.url, types: ['webhook.disabled'] });
    const failed = async (count: number) => {
      const [message] = await messages();
      return message?.attempts.length === count;
    };
    await happen('a', 1);
    await until(() => failed(1));
    pass(4.9 * DAY);
    await until(() => failed(2));
    expect((await views.get(erin, endpointId)).enabled).toBe(true);
    pass(0.2 * DAY);
    await until(async () => (await told()).length >= 4);
    expect(await views.get(erin, endpointId)).toMatchObject({
      enabled: false,
      disabledReason: 'failing',
      health: { lastError: 'It answered 500' },
    });
    const disabled = (await told()).find(
      ({ type }) => type === 'webhook.disabled',
    );
    expect(disabled).toMatchObject({
      actor: 'system:webhooks',
      payload: { id: endpointId, reason: 'failing' },
    });
    await until(() => listening.received.length === 1);
    expect(JSON.parse(listening.received[0].body).type).toBe(
      'webhook.disabled',
    );

    const before = received.length;
    await happen('a', 2);
    await until(async () => (await messages()).length === 3);
    pass(DAY);
    expect(received).toHaveLength(before);
    status = 200;
    await webhooks.update(erin, endpointId, () => ({ enabled: true }));
    await until(() => received.length > before);
    expect(versionsOf(hook).at(-1)).toBe(2);
    await until(
      async () =>
        (await views.get(erin, endpointId)).health.failingSince === undefined,
    );
  });

  it('do not disable an endpoint at which something arrives now and then', async () => {
    let status = 500;
    const { url } = await receiver(response => {
      response.writeHead(status).end();
    });
    const { endpoint, happen, messages, pass, views } = await open({
      retryDelays: [],
    });
    const { id: endpointId } = await endpoint({ url });
    for (let round = 1; round <= 8; round++) {
      status = round % 2 ? 500 : 200;
      await happen('a', round);
      await until(async () => {
        const all = await messages();
        const ended = all.filter(it => it.endedAt);
        return ended.length === round;
      });
      pass(4 * DAY);
    }
    expect((await views.get(erin, endpointId)).enabled).toBe(true);
  });

  it('are dropped when their endpoint is removed', async () => {
    const { url, received } = await receiver();
    const {
      database,
      deliveries,
      endpoint,
      happen,
      messages,
      webhooks,
      views,
    } = await open();
    const { id: endpointId } = await endpoint({ url, enabled: false });
    await happen('a', 1);
    await until(async () => (await messages()).length === 1);
    expect((await messages())[0].endpointRemovedAt).toBeUndefined();
    await webhooks.remove(erin, endpointId);
    const [{ id: deliveryId }] = await messages();
    const removed = {
      status: 'dropped',
      endpointName: 'Receiver',
      endpointRemovedAt: expect.stringMatching(/Z$/),
    };
    expect(await messages()).toMatchObject([removed]);
    expect(await deliveries.get(erin, deliveryId)).toMatchObject(removed);
    await expect(
      deliveries.retry(erin, deliveryId, () => ({})),
    ).rejects.toMatchObject({ code: 'ENDPOINT_REMOVED' });
    await expect(views.get(erin, endpointId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await views.list(erin, {})).items).toEqual([]);
    // Its messages can still be asked for by its name.
    expect((await views.list(erin, { removed: 'true' })).items).toMatchObject([
      { id: endpointId, removedAt: removed.endpointRemovedAt },
    ]);
    const left = await database
      .knex(tables.outbox)
      .where({ kind: 'webhook', done_at: null });
    expect(left).toEqual([]);
    const [row] = await database.knex(tables.webhookEndpoints);
    expect(row.secret).toBe('');
    expect(received).toEqual([]);
  });

  it('go when they are too old, and a queue that waits for too long is dropped', async () => {
    const { url } = await receiver();
    const { database, endpoint, happen, messages, now, pass, tidy, webhooks } =
      await open();
    const { id: idle } = await endpoint({ url, enabled: false });
    await endpoint({ url });
    const clean = () => tidy.run(Date.parse(now()));
    await happen('a', 1);
    await until(async () => (await statuses()).includes('delivered'));
    pass(29 * DAY);
    await clean();
    expect((await statuses()).sort()).toEqual(['delivered', 'pending']);
    pass(2 * DAY);
    await clean();
    expect((await statuses()).sort()).toEqual(['delivered', 'dropped']);
    const waiting = await database
      .knex(tables.outbox)
      .where({ channel: `webhook:${idle}`, done_at: null });
    expect(waiting).toEqual([]);
    await webhooks.remove(erin, idle);
    pass(60 * DAY);
    await clean();
    expect(await messages()).toEqual([]);
    expect(await database.knex(tables.webhookAttempts)).toEqual([]);
    expect(await database.knex(tables.webhookEndpoints)).toHaveLength(1);
  });
});
