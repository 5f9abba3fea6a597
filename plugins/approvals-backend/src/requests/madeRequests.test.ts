import { Request } from '@countersign/backstage-plugin-approvals-common';
import {
  decideByExample,
  Decide,
} from '../__tests__/__testUtils__/examplePolicy';
import { startPortal } from '../__tests__/__testUtils__/portal';
import {
  activate,
  ask,
  policy,
  settled,
} from '../__tests__/__testUtils__/stories';
import { Portal } from '../__tests__/__testUtils__/wire';

describe('a request that is made while the permission service stops answering', () => {
  let portal: Portal;
  let isAway = false;

  const decide: Decide = (permission, userRef) => {
    if (isAway && permission.name === 'approvals.request.read') {
      throw Object.assign(new Error('503 from permission'), {
        name: 'ResponseError',
      });
    }
    return decideByExample(permission, userRef);
  };

  beforeAll(async () => {
    portal = await startPortal({ decide });
    await activate(portal, policy('plain'));
  }, 60_000);

  it('is answered as made, and once for its key', async () => {
    const body = ask('plain');
    const post = () =>
      portal.send('alice', 'POST', '/requests', body, {
        'idempotency-key': 'made-1',
      });
    isAway = true;
    const first = await post();
    const read = await portal.send(
      'frank',
      'GET',
      `/requests/${first.body.id}`,
    );
    isAway = false;
    const second = await post();

    expect(first).toMatchObject({
      status: 201,
      body: { requester: 'user:default/alice' },
    });
    expect(read.status).toBe(503);
    expect(second.body.id).toBe(first.body.id);
    const { items } = await portal.as('alice').listRequests({});
    expect(items).toHaveLength(1);
  });
});

describe('a request that is made', () => {
  it.each([
    ['alice', {}],
    [{ service: 'ci' }, { requester: 'User:Alice' }],
  ] as const)(
    'is answered to %s as it can be read afterwards',
    async (who, asker) => {
      const portal = await startPortal();
      await activate(portal, policy('plain'));
      const body = {
        ...ask('plain'),
        ...asker,
        context: { a: [1, null, 'ä'] },
      };

      const made = await portal.as(who).createRequest({ body });

      const read = await settled(portal, made.id, who);
      // Its people are found in the meantime.
      const lasting = ({ stages, viewer, ...rest }: Request) => ({
        ...rest,
        names: stages.map(({ name, definition }) => [name, definition]),
        withdraw: viewer.actions.withdraw,
      });
      expect(lasting(made)).toEqual(lasting(read));
      expect(made.rounds).toHaveLength(1);
    },
  );
});
