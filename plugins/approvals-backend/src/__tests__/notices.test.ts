import { BellPortal, startBells } from './__testUtils__/bells';
import { everyDatabase } from './__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  policy,
  seat,
  until,
} from './__testUtils__/stories';

const two = { mode: 'count', value: 2 } as const;
const byUser = (...names: string[]) =>
  names.map(name => ({ type: 'user', user: name }));

describe.each(everyDatabase)('notices on %s', id => {
  let portal: BellPortal;

  beforeAll(async () => {
    portal = await startBells(id);
    await activate(portal, policy('plain'));
    await activate(portal, policy('two', { quorum: two }));
    await activate(portal, {
      ...policy('empty', { approvers: byUser('alice') }),
      owner: 'group:default/leads',
    });
    await activate(
      portal,
      policy(
        'ladder',
        { approvers: byUser('bob', 'carol') },
        { approvers: byUser('carol') },
      ),
    );
  }, 60_000);

  const titled = async (policyKey: string, who = 'alice') => {
    const request = await asked(portal, policyKey, who);
    return { request, title: request.subject.title };
  };
  const decide = (name: string, taskId: string, decision = 'approve') =>
    portal.as(name).decideTask({
      params: { id: taskId },
      body: { decision: decision as 'approve', comment: 'So be it' },
    });

  it('appear at the bell of whoever is to decide, with who asks and a link', async () => {
    const { request, title } = await titled('plain');
    for (const name of ['bob', 'carol', 'dave']) {
      const notice = await portal.rings(
        name,
        `waiting normal Approval wanted: ${title}`,
      );
      expect(notice).toMatchObject({
        description: 'alice of tests asks. Policy plain, stage Stage 1.',
        link: `/approvals/requests/${request.id}`,
        scope: `request:${request.id}`,
        isRead: false,
      });
    }
    expect(await portal.bellOf('frank')).toEqual([]);
  });

  it('are rewritten in place when a colleague has decided, and the requester is told', async () => {
    const { request, title } = await titled('plain');
    const waiting = `waiting normal Approval wanted: ${title}`;
    const before = await portal.rings('carol', waiting);
    await portal.rings('bob', waiting);
    await decide('bob', seat(request, 'bob'));

    const released = `released low Decided by bob of tests: ${title}`;
    const after = await portal.rings('carol', released);
    expect(after).toMatchObject({ id: before.id, isRead: false });
    await portal.rings('bob', released);
    await portal.rings('dave', released);
    expect(
      await portal.rings('alice', `decided normal Approved: ${title}`),
    ).toMatchObject({ description: 'Policy plain. By bob of tests.' });
  });

  it('are rewritten for whoever had read them too: Backstage makes them new, until a portal reads them', async () => {
    const { request, title } = await titled('plain');
    const before = await portal.rings(
      'carol',
      `waiting normal Approval wanted: ${title}`,
    );
    await portal.read('carol', before);
    await decide('bob', seat(request, 'bob'), 'reject');
    const after = await portal.rings(
      'carol',
      `released low Decided by bob of tests: ${title}`,
    );
    expect(after).toMatchObject({ id: before.id, isRead: false });
    await portal.rings('alice', `decided high Rejected: ${title}`);
  });

  it('leave those alone who still have to decide', async () => {
    const { request, title } = await titled('two');
    const waiting = `waiting normal Approval wanted: ${title}`;
    await portal.rings('carol', waiting);
    await decide('bob', seat(request, 'bob'));
    await portal.rings('bob', `released low Decided by bob of tests: ${title}`);
    expect(await portal.rings('carol', waiting)).toMatchObject({
      isRead: false,
    });
  });

  it('follow from stage to stage with one row in each bell', async () => {
    const { request, title } = await titled('ladder');
    const waiting = `waiting normal Approval wanted: ${title}`;
    const first = await portal.rings('carol', waiting);
    await portal.rings('bob', waiting);
    await decide('bob', seat(request, 'bob'));
    const second = await until('the second stage', async () =>
      (
        await portal.bellOf('carol')
      ).find(
        ({ words, description }) =>
          words === waiting && description?.includes('Stage 2'),
      ),
    );
    expect(second.id).toBe(first.id);
  });

  it('reach a delegate, and are rewritten for them', async () => {
    const { id: delegation } = await portal.as('bob').createDelegation({
      body: {
        delegate: 'frank',
        start: new Date().toISOString(),
        end: new Date(Date.now() + 3_600_000).toISOString(),
        policyKeys: ['plain'],
      },
    });
    const { request, title } = await titled('plain');
    const notice = await portal.rings(
      'frank',
      `waiting normal Approval wanted: ${title}`,
    );
    expect(notice.description).toContain('You may decide for bob of tests.');
    await portal.as('bob').deleteDelegation({ params: { id: delegation } });
    await decide('carol', seat(request, 'carol'));
    await portal.rings(
      'frank',
      `released low Decided by carol of tests: ${title}`,
    );
  });

  it('follow a seat that is handed on', async () => {
    const { request, title } = await titled('plain');
    const waiting = `waiting normal Approval wanted: ${title}`;
    await portal.rings('carol', waiting);
    await portal.as('carol').reassignTask({
      params: { id: seat(request, 'carol') },
      body: { person: 'crowd1' },
    });
    await portal.rings('crowd1', waiting);
    await portal.rings(
      'carol',
      `released low Handed on by carol of tests: ${title}`,
    );
    expect(await portal.rings('bob', waiting)).toMatchObject({ isRead: false });
  });

  it("reach the policy's owner and administrators when a stage is held, until it goes on", async () => {
    const { request, title } = await titled('empty');
    const held = `waiting high Held: ${title}`;
    for (const name of ['dave', 'erin']) {
      const notice = await portal.rings(name, held);
      expect(notice.description).toBe(
        'Policy empty, stage Stage 1. Nobody may approve.',
      );
    }
    await portal.as('erin').assignStage({
      params: { id: request.id, index: 0 },
      body: { person: 'dave', reason: 'Knows it' },
    });
    await portal.rings('dave', `waiting normal Approval wanted: ${title}`);
    await portal.rings('erin', `released low Settled: ${title}`);
  });

  it('tell the requester whom a service named, also that it took the request back', async () => {
    const ci = portal.as({ service: 'ci' });
    const body = { ...ask('plain'), requester: 'user:default/frank' };
    const { id: requestId } = await ci.createRequest({ body });
    const { title } = body.subject;
    await portal.rings('bob', `waiting normal Approval wanted: ${title}`);
    await ci.withdrawRequest({ params: { id: requestId }, body: {} });
    await portal.rings('frank', `decided normal Withdrawn: ${title}`);
    expect(
      await portal.rings(
        'bob',
        `released low Withdrawn by external:ci: ${title}`,
      ),
    ).toMatchObject({ isRead: false });
  });

  it('ask the requester for changes, and are settled once they came', async () => {
    const { request, title } = await titled('plain');
    await portal.rings('bob', `waiting normal Approval wanted: ${title}`);
    await decide('bob', seat(request, 'bob'), 'request_changes');
    await portal.rings('alice', `decided high Changes wanted: ${title}`);
    await portal
      .as('alice')
      .resubmitRequest({ params: { id: request.id }, body: {} });
    await portal.rings(
      'alice',
      `released low Sent again by alice of tests: ${title}`,
    );
    expect(
      await portal.rings('bob', `waiting normal Approval wanted: ${title}`),
    ).toMatchObject({ isRead: false });
  });
});
