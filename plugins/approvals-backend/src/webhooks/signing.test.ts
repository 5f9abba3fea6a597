import { Webhook } from 'standardwebhooks';
import { Outbox } from '../outbox';
import { SecretBox } from '../outgoing';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { DAY, erin, stageOf, until } from './__testUtils__/stage';
import { DeliveryStore } from './DeliveryStore';
import { EndpointSecrets } from './EndpointSecrets';
import { EndpointStore } from './EndpointStore';
import { WebhookTidy } from './WebhookTidy';

describe.each(everyDatabase)('what is sent and kept on %s', id => {
  const { open, receiver, statuses } = stageOf(id);

  it('keep what was answered, without what gives anybody rights', async () => {
    const { url } = await receiver((response, { headers }) => {
      response.writeHead(200, {
        'set-cookie': 'session=1',
        'x-echo': headers['webhook-signature'],
      });
      response.end(`${headers['webhook-signature']} \0 ${'ä'.repeat(10_000)}`);
    });
    const { deliveries, endpoint, happen, messages } = await open();
    const { secret } = await endpoint({ url });
    await happen('a', 1);
    await until(async () => (await statuses())[0] === 'delivered');
    const [{ id: deliveryId }] = await messages();
    const whole = await deliveries.get(erin, deliveryId);
    expect(whole.payload).toMatchObject({ cut: false });
    expect(JSON.parse(whole.payload.body).type).toBe('policy.draft_deleted');
    const [{ request, response }] = whole.attempts;
    expect(request).toEqual({
      url: `${url}/`,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'countersign-approvals',
        'webhook-id': whole.messageId,
        'webhook-timestamp': expect.stringMatching(/^\d+$/),
      },
    });
    expect(response).toMatchObject({ status: 200, cut: true });
    expect(response!.headers).toMatchObject({ 'x-echo': '[signature]' });
    expect(response!.body).toMatch(/^\[signature\] \uFFFD ä{1000}/);
    expect(Buffer.byteLength(response!.body)).toBeLessThanOrEqual(8 * 1024 + 3);
    for (const word of [secret, 'v1,', 'session=1']) {
      expect(JSON.stringify(whole)).not.toContain(word);
    }
  });

  it('sign with both secrets for a day, unless the old one got out', async () => {
    const { url, received } = await receiver();
    const { endpoint, happen, pass, views, rotation } = await open();
    const { id: endpointId, secret: old } = await endpoint({ url });
    /** Whether a receiver that knows a secret takes the last message. */
    const isTaken = (secret: string) => {
      const { body, headers } = received[received.length - 1];
      const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
      const messageId = String(headers['webhook-id']);
      const wanted = new Webhook(secret).sign(messageId, at, body);
      return String(headers['webhook-signature']).split(' ').includes(wanted);
    };
    let sent = 0;
    const next = async () => {
      sent += 1;
      await happen('a', sent);
      await until(() => received.length === sent);
    };
    const rotated = await rotation.rotate(erin, endpointId, () => ({
      keepOld: true,
    }));
    expect(rotated.oldSecretUntil).toBeDefined();
    await next();
    expect([rotated.secret, old].map(isTaken)).toEqual([true, true]);
    pass(1.01 * DAY);
    await next();
    expect([rotated.secret, old].map(isTaken)).toEqual([true, false]);
    expect((await views.get(erin, endpointId)).oldSecretUntil).toBeUndefined();
    const again = await rotation.rotate(erin, endpointId, () => ({
      keepOld: false,
    }));
    await next();
    expect([again.secret, rotated.secret].map(isTaken)).toEqual([true, false]);
  });

  it('stand on secrets that are encrypted anew when there is a new key', async () => {
    const { database, endpoint } = await open();
    const { id: endpointId, secret } = await endpoint({
      url: 'https://hooks.example.com/',
    });
    const [newKey, oldKey] = ['n'.repeat(43), 'k'.repeat(43)];
    const store = new EndpointStore(database);
    const tidyWith = (...keys: string[]) =>
      new WebhookTidy({
        database,
        endpoints: store,
        deliveries: new DeliveryStore(database),
        outbox: new Outbox({ database }),
        secrets: secretsWith(...keys),
        keepQueue: DAY,
        keepDeliveries: DAY,
        onChange: () => {},
      }).run(Date.now());
    const secretsWith = (...keys: string[]) =>
      new EndpointSecrets({ box: new SecretBox({ keys }) });
    const read = async (...keys: string[]) => {
      const [kept] = await store.all();
      const [bytes] = secretsWith(...keys).signing(kept, kept.createdAt);
      return `whsec_${bytes.toString('base64')}`;
    };
    // Known, but not first yet.
    await tidyWith(oldKey, newKey);
    expect(await read(oldKey)).toBe(secret);
    await tidyWith(newKey, oldKey);
    expect(await read(newKey)).toBe(secret);
    await expect(read(oldKey)).rejects.toThrow(
      'not among approvals.encryption.keys',
    );
    expect((await store.all()).map(({ id: one }) => one)).toEqual([endpointId]);
  });
});
