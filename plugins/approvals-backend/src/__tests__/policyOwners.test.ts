import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { decideByExample } from './__testUtils__/examplePolicy';
import { startPortal } from './__testUtils__/portal';
import { activate, asked, codeOf, policy } from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

/** A stage that is held: its only person is not in the catalog. */
const held = (key: string, owner?: string) => ({
  ...policy(key, { approvers: [{ type: 'user', user: 'nobody' }] }),
  ...(owner && { owner }),
});

const retry = (portal: Portal, who: string, id: string) =>
  portal.as(who).retryStage({ params: { id, index: 0 }, body: {} });

describe('whoever owns a policy', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal();
    await activate(portal, held('of-leads', 'group:default/leads'));
    await activate(portal, held('of-dave', 'user:default/dave'));
    await activate(portal, held('of-nobody'));
  }, 60_000);

  it.each([
    ['of-leads', ['ok', 'ok', true]],
    ['of-dave', ['ok', 'ok', true]],
    ['of-nobody', ['NOT_FOUND', 'NOT_FOUND', false]],
  ])(
    'sees the requests under it and may have people looked for again: %s',
    async (key, expected) => {
      const { id } = await asked(portal, key);
      const dave = portal.as('dave');
      const { items } = await dave.listRequests({ query: { policyKey: key } });
      expect([
        await codeOf(dave.getRequest({ params: { id } })),
        await codeOf(retry(portal, 'dave', id)),
        items.some(item => item.id === id),
      ]).toEqual(expected);
    },
  );

  it('is told what else they may do: nothing', async () => {
    const { id } = await asked(portal, 'of-leads');
    const { viewer } = await portal.as('dave').getRequest({ params: { id } });
    const allowed = Object.entries(viewer.actions)
      .filter(([, { allowed: isAllowed }]) => isAllowed)
      .map(([name]) => name);
    expect(allowed).toEqual(['retry']);
  });

  it('follows the version that a request began with', async () => {
    const { id } = await asked(portal, 'of-leads');
    const erin = portal.as('erin');
    const key = 'of-leads';
    const { version, revision } = await erin.createPolicyVersion({
      params: { key },
      body: {},
    });
    await erin.updatePolicyVersion({
      params: { key, version },
      body: { definition: held(key, 'user:default/bob'), revision },
    });
    await erin.activatePolicyVersion({ params: { key, version }, body: {} });
    const later = await asked(portal, key);
    const may = (who: string, request: string) =>
      codeOf(portal.as(who).getRequest({ params: { id: request } }));
    expect([
      await may('dave', id),
      await may('bob', id),
      await may('dave', later.id),
      await may('bob', later.id),
    ]).toEqual(['ok', 'NOT_FOUND', 'NOT_FOUND', 'ok']);
  });
});

describe('who may help a request along and may not see it', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal({
      decide: (permission, userRef) => {
        const isFrank = userRef === 'user:default/frank';
        const isBlind = isFrank || userRef === 'user:default/dave';
        if (isBlind && permission.name === 'approvals.request.read') {
          return { result: AuthorizeResult.DENY };
        }
        return isFrank
          ? { result: AuthorizeResult.ALLOW }
          : decideByExample(permission, userRef);
      },
    });
    await activate(portal, held('of-leads', 'group:default/leads'));
  }, 60_000);

  it('is answered as if it were not there, and nothing is done', async () => {
    const { id } = await asked(portal, 'of-leads');
    const frank = portal.as('frank');
    const params = { id };
    const before = await portal.as('erin').listRequestEvents({ params });
    expect([
      await codeOf(retry(portal, 'dave', id)),
      await codeOf(retry(portal, 'frank', id)),
      await codeOf(
        frank.assignStage({
          params: { id, index: 0 },
          body: { person: 'bob', reason: 'x' },
        }),
      ),
      await codeOf(frank.cancelRequest({ params, body: { reason: 'x' } })),
    ]).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    const after = await portal.as('erin').listRequestEvents({ params });
    expect(after.items).toEqual(before.items);
  });
});
