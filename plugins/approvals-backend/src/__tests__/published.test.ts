import { BellPortal, startBells } from './__testUtils__/bells';
import { everyDatabase } from './__testUtils__/portal';
import { activate, asked, policy, seat, until } from './__testUtils__/stories';

describe.each(everyDatabase)('what is published on %s', id => {
  let portal: BellPortal;

  beforeAll(async () => {
    portal = await startBells(id);
    await activate(portal, policy('plain'));
  }, 60_000);

  /** A request of Alice that Bob has approved. */
  const approved = async () => {
    const request = await asked(portal, 'plain');
    await portal.as('bob').decideTask({
      params: { id: seat(request, 'bob') },
      body: { decision: 'approve' },
    });
    return request;
  };

  it('is an event for every line of history, once and in the order of its stream', async () => {
    const request = await approved();
    const stream = `request:${request.id}`;
    const { items } = await portal
      .as('alice')
      .listRequestEvents({ params: { id: request.id } });
    const events = await until('all events', async () => {
      const found = portal
        .events()
        .filter(({ metadata }) => metadata?.stream === stream);
      return found.length >= items.length ? found : undefined;
    });
    expect(events).toEqual(
      items.map(event => ({
        topic: 'approvals',
        eventPayload: {
          event,
          request: expect.objectContaining({
            id: request.id,
            subject: request.subject,
            policy: expect.objectContaining({ key: 'plain', version: 1 }),
          }),
        },
        metadata: { id: event.id, type: event.type, stream },
      })),
    );
    const policies = portal
      .events()
      .filter(({ metadata }) => metadata?.stream === 'policy:plain');
    expect(policies.map(({ metadata }) => metadata?.type)).toEqual([
      'policy.created',
      'policy.activated',
    ]);
  });

  it('is hinted to the people concerned, and to nobody else', async () => {
    const request = await approved();
    const stream = `request:${request.id}`;
    const hints = await until('the hint at the end', async () => {
      const found = portal
        .hints()
        .filter(({ changes }) => changes.some(one => one.stream === stream));
      const types = found.flatMap(({ changes }) =>
        changes.flatMap(one => one.types),
      );
      return types.includes('request.approved') ? found : undefined;
    });
    const people = new Set(hints.flatMap(hint => hint.people));
    expect([...people].sort()).toEqual(
      ['alice', 'bob', 'carol', 'dave'].map(name => `user:default/${name}`),
    );
    for (const { changes } of hints) {
      expect(changes).toEqual(
        changes.map(() => ({
          stream: expect.any(String),
          types: expect.any(Array),
        })),
      );
    }
  });
});
