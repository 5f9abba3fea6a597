import { Who } from './callers';
import { activate, ask, policy, seat, settled } from './stories';
import { Portal } from './wire';

const byUser = (name: string) => [{ type: 'user', user: name }];
const hour = 3_600_000;
const at = (offset: number) => new Date(Date.now() + offset).toISOString();

/** Many requests in all sorts of states, with delegations among the people. */
export async function makeTown(portal: Portal): Promise<void> {
  await activate(portal, {
    ...policy('team', {
      quorum: { mode: 'count', value: 2 },
      deadline: { after: 'PT2H', onBreach: 'notify' },
      observers: [{ type: 'user', user: 'crowd2' }],
    }),
    owner: 'group:default/leads',
  });
  await activate(portal, {
    ...policy('owners', { approvers: [{ type: 'owner' }] }),
    subjectType: 'component',
  });
  await activate(
    portal,
    policy(
      'pair',
      { approvers: byUser('bob') },
      { approvers: byUser('carol') },
    ),
  );
  await delegate(portal, 'carol', 'crowd3', 0, hour, ['team']);
  await delegate(portal, 'bob', 'crowd4', hour, 2 * hour);
  await delegate(portal, 'bob', 'frank', 0, hour);
  // Over by itself before anybody looks.
  await delegate(portal, 'bob', 'crowd7', 0, 300);
  const past = await delegate(portal, 'dave', 'crowd5', 0, hour);
  await portal.as('dave').deleteDelegation({ params: { id: past } });

  const askers: Who[] = ['alice', 'bob', 'frank', { service: 'ci' }];
  for (const who of askers) {
    await eachOf(portal, who, 'team', [nothing, approve, handOn, withdraw]);
    await eachOf(portal, who, 'pair', [nothing, override, forAnother]);
    await eachOf(portal, who, 'owners', [nothing, assign]);
  }
}

type Deed = (portal: Portal, id: string, who: Who) => Promise<unknown>;

async function eachOf(
  portal: Portal,
  who: Who,
  policyKey: string,
  deeds: Deed[],
): Promise<void> {
  for (const deed of deeds) {
    const { subject } = ask(policyKey);
    const { id } = await portal.as(who).createRequest({
      body: {
        policyKey,
        ...(typeof who !== 'string' && { requester: 'alice' }),
        subject:
          policyKey === 'owners'
            ? { ...subject, type: 'component', entityRef: 'billing' }
            : subject,
      },
    });
    await settled(portal, id);
    await deed(portal, id, who);
  }
}

const nothing: Deed = async () => {};

/** Whoever is first seated approves. */
const approve: Deed = async (portal, id) => {
  const taskId = seat(await settled(portal, id), 'dave');
  await portal
    .as('dave')
    .decideTask({ params: { id: taskId }, body: { decision: 'approve' } });
};

const handOn: Deed = async (portal, id) => {
  const taskId = seat(await settled(portal, id), 'carol');
  await portal
    .as('carol')
    .reassignTask({ params: { id: taskId }, body: { person: 'crowd1' } });
};

const withdraw: Deed = (portal, id, who) =>
  portal.as(who).withdrawRequest({ params: { id }, body: {} });

/** The administrator decides the first stage, by whatever way there is. */
const override: Deed = async (portal, id) => {
  const [{ tasks }] = (await settled(portal, id)).stages;
  if (tasks.length > 0) {
    await portal.as('erin').decideTask({
      params: { id: tasks[0].id },
      body: { decision: 'reject', override: { reason: 'Away' } },
    });
  }
};

/** Frank decides for Bob, unless he is kept from it. */
const forAnother: Deed = async (portal, id) => {
  const [{ tasks }] = (await settled(portal, id)).stages;
  if (tasks.length > 0) {
    await portal
      .as('frank')
      .decideTask({
        params: { id: tasks[0].id },
        body: { decision: 'approve' },
      })
      .catch(() => undefined);
  }
};

const assign: Deed = (portal, id) =>
  portal.as('erin').assignStage({
    params: { id, index: 0 },
    body: { person: 'crowd6', reason: 'Knows it' },
  });

async function delegate(
  portal: Portal,
  delegator: string,
  to: string,
  start: number,
  end: number,
  policyKeys?: string[],
): Promise<string> {
  const { id } = await portal.as(delegator).createDelegation({
    body: { delegate: to, start: at(start), end: at(end), policyKeys },
  });
  return id;
}
