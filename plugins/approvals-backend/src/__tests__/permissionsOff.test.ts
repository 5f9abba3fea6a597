import { Request } from '@countersign/backstage-plugin-approvals-common';
import { startPortal } from './__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  codeOf,
  policy,
  seat,
} from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

const window = { start: '2040-01-01T00:00:00Z', end: '2040-01-02T00:00:00Z' };

describe('with permissions switched off', () => {
  let portal: Portal;
  let request: Request;

  beforeAll(async () => {
    portal = await startPortal({ permissions: false });
    await activate(portal, policy('plain'));
    request = await asked(portal, 'plain');
  }, 60_000);

  const bobs = () => ({ id: seat(request, 'bob') });
  const erin = () => portal.as('erin');

  it.each<[string, () => Promise<unknown>]>([
    [
      'overrides',
      () =>
        erin().decideTask({
          params: bobs(),
          body: { decision: 'approve', override: { reason: 'x' } },
        }),
    ],
    [
      'assigns',
      () =>
        erin().assignStage({
          params: { id: request.id, index: 0 },
          body: { person: 'frank', reason: 'x' },
        }),
    ],
    [
      'looks for people again',
      () =>
        erin().retryStage({ params: { id: request.id, index: 0 }, body: {} }),
    ],
    [
      'cancels',
      () =>
        erin().cancelRequest({
          params: { id: request.id },
          body: { reason: 'x' },
        }),
    ],
    [
      'delegates for others',
      () =>
        erin().createDelegation({
          body: { delegator: 'bob', delegate: 'frank', ...window },
        }),
    ],
    [
      'lists the delegations of others',
      () => erin().listDelegations({ query: { person: 'bob' } }),
    ],
    ['reads the audit', () => erin().listAudit({})],
    ['verifies the audit', () => erin().verifyAudit({})],
  ])('nobody %s', async (_, deed) => {
    expect(await codeOf(deed())).toBe('NOT_ALLOWED');
  });

  it('nobody hands on a seat of somebody else', async () => {
    const deed = erin().reassignTask({
      params: bobs(),
      body: { person: 'frank' },
    });
    expect(['NOT_ALLOWED', 'NOT_ASSIGNED']).toContain(await codeOf(deed));
  });

  it('nobody is shown as an administrator', async () => {
    const { viewer } = await erin().getRequest({ params: { id: request.id } });
    expect(viewer.parts).toEqual([]);
    const { cancel, assign, override } = viewer.actions;
    expect([cancel, assign, override].map(({ allowed }) => allowed)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('everybody may edit policies, ask, and see', async () => {
    const frank = portal.as('frank');
    await frank.createPolicy({ body: { definition: policy('by-frank') } });
    await frank.activatePolicyVersion({
      params: { key: 'by-frank', version: 1 },
      body: {},
    });
    await frank.createRequest({ body: ask('by-frank') });
    expect(
      await frank.getRequest({ params: { id: request.id } }),
    ).toMatchObject({ id: request.id });
  });

  it('who is seated decides all the same, and nobody else', async () => {
    const approve = (who: string) =>
      codeOf(
        portal.as(who).decideTask({
          params: bobs(),
          body: { decision: 'approve' },
        }),
      );
    expect(await approve('frank')).toBe('NOT_ASSIGNED');
    expect(await approve('bob')).toBe('ok');
  });
});
