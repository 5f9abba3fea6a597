import { dataOf, hookedPortal, opened } from './__testUtils__/hooks';
import { everyDatabase } from './__testUtils__/portal';
import { ask, asked, until } from './__testUtils__/stories';

const ci = { service: 'ci' } as const;

describe.each(everyDatabase)('callbacks on %s', id => {
  const { approve, hook, portal, receiver } = hookedPortal(id);

  it('answer the request of a service at its callback address', async () => {
    const { url, received } = await receiver();
    const { secret, id: endpointId } = await hook({
      url: `${url}/jobs`,
      usedFor: ['callbacks'],
    });
    const callbackUrl = `${url}/jobs/42?token=a`;
    const body = { ...ask('plain'), requester: 'alice', callbackUrl };
    const { id: requestId } = await portal().as(ci).createRequest({ body });
    await asked(portal(), 'plain');
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
    const { items } = await portal()
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
    await portal()
      .as(ci)
      .createRequest({
        body: { ...ask('plain'), requester: 'alice', callbackUrl: `${url}/` },
      });
    await asked(portal(), 'plain');
    await until('both requests', async () => received[1]);
    const { items } = await portal()
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
      await portal()
        .as('erin')
        .updateWebhook({
          params: { id: off.id },
          body: { enabled: false },
        });
      const body = { ...ask('plain'), requester: 'alice', callbackUrl };
      expect(await portal().send(ci, 'POST', '/requests', body)).toMatchObject({
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
        await portal().send('alice', 'POST', '/requests', body),
      ).toMatchObject({
        status: 400,
        body: { error: { issues: [{ path: '/callbackUrl' }] } },
      });
    });
  });
});
