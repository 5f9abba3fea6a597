import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { Answering } from '../outgoing/__testUtils__/receivers';
import { answering, erin, HOUR, stageOf, until } from './__testUtils__/stage';

describe.each(everyDatabase)('failing webhooks on %s', id => {
  const { open, receiver, statuses } = stageOf(id);

  it('try again by the schedule, then give up visibly, and go on', async () => {
    const { url, received } = await receiver((response, { body }) => {
      response.writeHead(body.includes('"version":1') ? 503 : 200).end('busy');
    });
    const { endpoint, happen, messages, now, pass, told } = await open();
    await endpoint({ url });
    await happen('a', 1);
    await happen('a', 2);
    const attempts = async () => (await messages())[0]?.attempts.length;
    await until(async () => (await attempts()) === 1);
    const [first] = await messages();
    expect(first).toMatchObject({
      status: 'pending',
      attempts: [{ number: 1, status: 503, error: 'It answered 503' }],
    });
    const wait = Date.parse(first.nextAttemptAt!) - Date.parse(now());
    expect(wait).toBeGreaterThan(0.89 * HOUR);
    expect(wait).toBeLessThan(1.11 * HOUR);
    pass(1.2 * HOUR);
    await until(async () => (await attempts()) === 2);
    await until(async () => (await statuses()).length === 2);
    expect(await statuses()).toEqual(['pending', 'pending']);
    pass(2.4 * HOUR);
    await until(async () => (await statuses())[1] === 'delivered');
    expect(await statuses()).toEqual(['exhausted', 'delivered']);
    expect(received).toHaveLength(4);
    const [exhausted] = (await told()).filter(
      ({ type }) => type === 'webhook.exhausted',
    );
    expect(exhausted).toMatchObject({
      actor: 'system:webhooks',
      payload: {
        deliveryId: first.id,
        messageId: first.messageId,
        messageType: 'policy.draft_deleted',
        attempts: 3,
        lastError: 'It answered 503',
      },
    });
  });

  it('are sent again by hand, whatever became of them', async () => {
    let status = 500;
    const { url, received } = await receiver((response, { body }) => {
      response.writeHead(body.includes('"version":1') ? status : 200).end();
    });
    const { deliveries, endpoint, happen, messages, pass } = await open({
      retryDelays: [HOUR],
    });
    await endpoint({ url });
    await happen('a', 1);
    const byHand = async () => {
      const [{ id: deliveryId }] = await messages();
      return deliveries.retry(erin, deliveryId, () => ({}));
    };
    const tries = async () => (await messages())[0]?.attempts.length;
    await until(async () => (await tries()) === 1);
    // While it waits for its next try.
    expect((await byHand()).status).toBe('pending');
    await until(async () => (await statuses())[0] === 'exhausted');
    expect(await tries()).toBe(2);
    // When it was given up: nothing else waits for it.
    await byHand();
    await happen('a', 2);
    await until(async () => (await tries()) === 3);
    await until(async () => (await statuses())[1] === 'delivered');
    expect(await statuses()).toEqual(['pending', 'delivered']);
    status = 200;
    pass(1.2 * HOUR);
    await until(async () => (await statuses())[0] === 'delivered');
    // And when it has arrived, since the receiver may have lost it.
    await byHand();
    await until(async () => (await tries()) === 5);
    const ids = received
      .filter(({ body }) => body.includes('"version":1'))
      .map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(5);
  });

  it.each<[string, Answering, string | RegExp]>([
    ['hangs', () => {}, 'No whole answer within 0.3 s'],
    ['resets', (_, __, { socket }) => socket.resetAndDestroy(), 'ECONNRESET'],
    [
      'redirects',
      response => {
        response.writeHead(302, { location: 'http://localhost:1/' }).end();
      },
      'It answered 302',
    ],
    ['is gone', answering(410), 'It answered 410'],
  ])('say why when a receiver %s', async (_, answer, words) => {
    const { url } = await receiver(answer);
    const { endpoint, happen, messages, views } = await open({
      timeout: 300,
    });
    await endpoint({ url });
    await happen('a', 1);
    const [attempt] = await until(async () => {
      const [message] = await messages();
      return message?.attempts.length > 0 && message.attempts;
    });
    expect(attempt.error).toContain(words);
    const [{ health }] = (await views.list(erin, {})).items;
    expect(health).toMatchObject({ waiting: 1, lastError: attempt.error });
    expect(health.failingSince).toBeDefined();
  });

  it('are sent once only when it was recorded, and again when it was not', async () => {
    const { url, received } = await receiver();
    const { database, endpoint, happen, messages, sender } = await open();
    const { id: endpointId } = await endpoint({ url });
    await happen('a', 1);
    await until(async () => (await statuses())[0] === 'delivered');
    const [{ id: deliveryId, messageId }] = await messages();
    const effect = {
      id: deliveryId,
      kind: 'webhook',
      stream: 'policy:a',
      channel: '',
      payload: { deliveryId, endpointId },
      attempt: 2,
      position: 1,
      lease: '',
    };
    const delivery = {
      signal: new AbortController().signal,
      completeIn: async () => {},
    };
    await sender.send(effect, delivery);
    expect(received).toHaveLength(1);
    // As if the process had been killed after sending.
    await database
      .knex(tables.webhookDeliveries)
      .update({ status: 'pending', attempts: 0 });
    await database.knex(tables.webhookAttempts).delete();
    await sender.send(effect, delivery);
    expect(received).toHaveLength(2);
    expect(received[1].headers['webhook-id']).toBe(messageId);
  });
});
