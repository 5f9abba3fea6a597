import {
  Event,
  EventType,
  eventPayloads,
} from '@countersign/backstage-plugin-approvals-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { screen } from '@testing-library/react';
import { ALICE, BOB, CAROL, DAVE } from '../../__testUtils__/fixtures';
import { face, renderPage } from '../../__testUtils__/render';
import { approvalsTranslationRef } from '../../translation';
import { exactTime } from '../time/words';
import { createSay } from './say';
import { sentenceOf } from './sentences';

const place = { round: 1, stage: 0 };
const seat = (person: string, kind = 'approver') => ({
  taskId: `task ${person}`,
  person,
  kind,
  origin: 'rule',
  rules: [0],
});
const found = { ...place, attempt: 1, need: 1, removed: [], failures: [] };
const decided = { ...place, taskId: 't', person: BOB };

const window = {
  start: '2026-11-24T09:00:00.000Z',
  end: '2026-11-25T09:00:00.000Z',
};

type Line = [EventType, string, Record<string, unknown>, string];

const lines: Line[] = [
  ['request.created', ALICE, { requester: ALICE }, 'Alice Amari asked'],
  [
    'request.created',
    ALICE,
    { requester: ALICE, actor: 'plugin:scaffolder' },
    'Alice Amari asked through plugin:scaffolder',
  ],
  [
    'request.created',
    'demo-service',
    { requester: ALICE, service: 'demo-service' },
    'demo-service asked for Alice Amari',
  ],
  [
    'request.approved',
    'system:engine',
    { round: 1 },
    'The request is approved',
  ],
  [
    'request.approved',
    'system:engine',
    { round: 1, reason: 'all_stages_skipped' },
    'The request is approved, since no stage applied',
  ],
  [
    'request.rejected',
    BOB,
    { ...place, reason: 'rejections' },
    'The request is rejected',
  ],
  [
    'request.changes_requested',
    BOB,
    { ...place, taskId: 't' },
    'Round 1 ended: changes are awaited',
  ],
  [
    'request.resubmitted',
    ALICE,
    { round: 2 },
    'Alice Amari sent it again, as round 2',
  ],
  [
    'request.withdrawn',
    ALICE,
    { round: 1 },
    'Alice Amari withdrew the request',
  ],
  [
    'request.cancelled',
    DAVE,
    { round: 1 },
    'Dave Duarte cancelled the request',
  ],
  ['request.expired', 'system:deadline', { round: 1 }, 'The request expired'],
  ['request.commented', CAROL, { round: 1 }, 'Carol Chen commented'],
  [
    'stage.started',
    'system:engine',
    { ...found, seats: [seat(BOB), seat(CAROL), seat(DAVE, 'observer')] },
    'Platform review started: Bob Berg and Carol Chen asked',
  ],
  [
    'stage.started',
    'system:engine',
    { ...found, seats: [] },
    'Platform review started: nobody asked',
  ],
  [
    'stage.found',
    'system:engine',
    { ...found, seats: [seat(DAVE)], kept: [] },
    'Dave Duarte found too for Platform review',
  ],
  [
    'stage.found',
    'system:engine',
    { ...found, seats: [], kept: [] },
    'Nobody new was found for Platform review',
  ],
  [
    'stage.held',
    'system:engine',
    { ...place, reason: 'not_enough_approvers' },
    'Platform review is held: too few can approve',
  ],
  [
    'stage.resolving_failed',
    'system:engine',
    { ...place, failures: [{ rule: 0, message: 'no such group' }] },
    'The people of Platform review could not be found: no such group',
  ],
  [
    'stage.retried',
    DAVE,
    place,
    'Dave Duarte had people looked for again in Platform review',
  ],
  [
    'stage.skipped',
    'system:engine',
    { ...place, reason: 'condition' },
    'Platform review is skipped by its condition',
  ],
  ['stage.approved', BOB, { ...place, need: 1 }, 'Platform review is approved'],
  [
    'stage.approved',
    'system:deadline',
    { ...place, need: 1, reason: 'deadline' },
    'Platform review is approved by its deadline, by nobody',
  ],
  [
    'stage.rejected',
    BOB,
    { ...place, reason: 'quorum_unreachable' },
    'Platform review is rejected: too few are left to approve',
  ],
  [
    'stage.overdue',
    'system:deadline',
    { ...place, number: 0 },
    'Platform review is overdue',
  ],
  [
    'stage.escalated',
    'system:deadline',
    { ...place, number: 0, seats: [seat(DAVE)], removed: [] },
    'Platform review is late: Dave Duarte asked too',
  ],
  [
    'task.decided',
    BOB,
    { ...decided, decision: 'approve' },
    'Bob Berg approved Platform review',
  ],
  [
    'task.decided',
    BOB,
    { ...decided, decision: 'reject' },
    'Bob Berg rejected Platform review',
  ],
  [
    'task.decided',
    BOB,
    { ...decided, decision: 'abstain' },
    'Bob Berg abstained in Platform review',
  ],
  [
    'task.decided',
    BOB,
    { ...decided, decision: 'request_changes' },
    'Bob Berg asked for changes in Platform review',
  ],
  [
    'task.decided',
    DAVE,
    { ...decided, decision: 'approve' },
    'Dave Duarte approved Platform review for Bob Berg',
  ],
  [
    'task.decided',
    DAVE,
    { ...decided, decision: 'approve', override: { reasonHash: 'x' } },
    'Dave Duarte approved Platform review in the stead of Bob Berg, as administrator',
  ],
  [
    'task.assigned',
    DAVE,
    { ...place, seat: seat(CAROL) },
    'Dave Duarte seated Carol Chen in Platform review',
  ],
  [
    'task.reassigned',
    BOB,
    { ...decided, seat: seat(CAROL) },
    'Bob Berg handed the seat in Platform review to Carol Chen',
  ],
  [
    'task.reassigned',
    DAVE,
    { ...decided, seat: seat(CAROL) },
    'Dave Duarte handed the seat of Bob Berg in Platform review to Carol Chen',
  ],
  [
    'task.withdrawn',
    'system:engine',
    { ...decided, reason: 'barred' },
    'Bob Berg lost the seat in Platform review: barred by separation of duties',
  ],
  ['task.claimed', BOB, decided, 'Bob Berg is on Platform review'],
  ['pass.consumed', 'ci', { consumer: 'ci-job-7' }, 'ci-job-7 acted on it'],
  [
    'pass.consumed',
    'plugin:scaffolder',
    { consumer: 'task-1/approval/main', initiator: BOB },
    'Bob Berg let what waited for it go on',
  ],
  [
    'pass.consumed',
    'plugin:scaffolder',
    { consumer: 'task-1/approval/main' },
    'What waited for it went on by itself',
  ],
  ['pass.revoked', DAVE, {}, 'Dave Duarte took back the right to act on it'],
  [
    'policy.created',
    DAVE,
    { key: 'deploy', version: 1 },
    'Dave Duarte made the policy deploy',
  ],
  [
    'policy.version_created',
    DAVE,
    { key: 'deploy', version: 3, from: 2 },
    'Dave Duarte began version 3 of deploy from version 2',
  ],
  [
    'policy.changed',
    DAVE,
    { key: 'deploy', version: 3 },
    'Dave Duarte edited version 3 of deploy',
  ],
  [
    'policy.draft_deleted',
    DAVE,
    { key: 'deploy', version: 3 },
    'Dave Duarte threw the draft of version 3 of deploy away',
  ],
  [
    'policy.activated',
    DAVE,
    { key: 'deploy', version: 1 },
    'Dave Duarte put version 1 of deploy into force',
  ],
  [
    'policy.activated',
    DAVE,
    { key: 'deploy', version: 2, archived: 1 },
    'Dave Duarte put version 2 of deploy into force, instead of version 1',
  ],
  [
    'policy.deactivated',
    DAVE,
    { key: 'deploy', version: 2 },
    'Dave Duarte took version 2 of deploy out of force',
  ],
  [
    'delegation.created',
    CAROL,
    { ...window, delegator: CAROL, delegate: BOB },
    `Carol Chen lets Bob Berg act from ${exactTime(
      window.start,
    )} until ${exactTime(window.end)}`,
  ],
  [
    'delegation.created',
    DAVE,
    { ...window, delegator: CAROL, delegate: BOB },
    `Dave Duarte lets Bob Berg act for Carol Chen from ${exactTime(
      window.start,
    )} until ${exactTime(window.end)}`,
  ],
  [
    'delegation.ended',
    DAVE,
    { delegator: CAROL, delegate: BOB },
    'Dave Duarte ended that Bob Berg acts for Carol Chen',
  ],
  [
    'run.resumed',
    'system:runs',
    {},
    'What waited for the approval went on by itself',
  ],
  [
    'run.resumed',
    'system:runs',
    { initiator: DAVE },
    'Dave Duarte let what waited for the approval go on',
  ],
  ['run.done', 'system:runs', {}, 'What waited for the approval is done'],
  ['run.failed', 'system:runs', {}, 'What waited for the approval failed'],
  [
    'run.cancelled',
    'system:runs',
    {},
    'What waits for the approval was cancelled',
  ],
  [
    'run.gone',
    'system:runs',
    {},
    'What waits for the approval cannot go on any more',
  ],
  [
    'run.bypassed',
    'system:runs',
    {},
    'What was to wait for the approval went on without it',
  ],
  [
    'run.given_up',
    'system:runs',
    {},
    'What waits for the approval could not be let go on',
  ],
  ['webhook.created', DAVE, { name: 'CI' }, 'Dave Duarte made the webhook CI'],
  [
    'webhook.updated',
    DAVE,
    { name: 'CI' },
    'Dave Duarte changed the webhook CI',
  ],
  ['webhook.enabled', DAVE, {}, 'Dave Duarte switched a webhook on'],
  [
    'webhook.disabled',
    DAVE,
    { reason: 'person' },
    'Dave Duarte switched a webhook off',
  ],
  [
    'webhook.disabled',
    'system:webhooks',
    { reason: 'failing' },
    'A webhook was switched off: it failed for too long',
  ],
  ['webhook.rotated', DAVE, {}, 'Dave Duarte gave a webhook a new secret'],
  [
    'webhook.removed',
    DAVE,
    { name: 'CI' },
    'Dave Duarte removed the webhook CI',
  ],
  ['webhook.retried', DAVE, {}, 'Dave Duarte had a message sent again'],
  [
    'webhook.exhausted',
    'system:webhooks',
    { messageType: 'request.approved', attempts: 8 },
    'A message about request.approved was given up after 8 tries',
  ],
  [
    'audit.sealed',
    'system:seal',
    { day: '2026-11-24', heads: 3, digest: '' },
    'The history was sealed for 2026-11-24; streams that had moved since the last seal: 3',
  ],
  [
    'audit.text_erased',
    DAVE,
    { eventId: 'e', stream: 'request:r1', seq: 7, part: 'text' },
    'Dave Duarte had what was written at line 7 of request:r1 erased',
  ],
  [
    'audit.text_erased',
    DAVE,
    { eventId: 'e', stream: 'request:r1', seq: 7, part: 'reason' },
    'Dave Duarte had the reason for the override at line 7 of request:r1 erased',
  ],
  [
    'audit.retention_applied',
    'system:retention',
    { what: 'texts', requests: ['a', 'b'], removed: 5 },
    'Comments and reasons of ended requests were erased, since their time was over: 5; requests: 2',
  ],
  [
    'audit.retention_applied',
    'system:retention',
    { what: 'contexts', requests: ['a'], removed: 1 },
    'Facts of ended requests were removed, since their time was over; requests: 1',
  ],
];

const Sentence = (props: {
  type: string;
  actor: string;
  payload: Event['payload'];
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const say = createSay({ t, face, stageName: () => 'Platform review' });
  const event: Event = {
    id: 'e',
    stream: 'request:r1',
    seq: 1,
    at: '2026-11-24T09:00:00.000Z',
    previousHash: '',
    hash: '',
    ...props,
  };
  return <p data-testid="sentence">{sentenceOf(event, say)}</p>;
};

async function sentence(
  type: string,
  actor: string,
  payload: Event['payload'],
) {
  renderPage(<Sentence {...{ type, actor, payload }} />, { api: {} });
  return (await screen.findByTestId('sentence')).textContent;
}

describe('a line of history', () => {
  it.each(lines)('%s by %s says so', async (type, actor, payload, expected) => {
    expect(await sentence(type, actor, payload)).toBe(expected);
  });

  it('of an unknown type says its own name', async () => {
    expect(await sentence('request.danced', BOB, {})).toBe('request.danced');
  });

  it('names three of many people and counts the rest', async () => {
    const seats = ['a', 'b', 'c', 'd', 'e'].map(name =>
      seat(`user:default/${name}`),
    );
    expect(
      await sentence('stage.started', 'system:engine', { ...found, seats }),
    ).toBe(
      'Platform review started: user:default/a, user:default/b, user:default/c and 2 more asked',
    );
  });

  it('is told by its sentence for every type whose people matter', () => {
    const told = new Set<string>(lines.map(([type]) => type));
    const untold = Object.keys(eventPayloads).filter(type => !told.has(type));
    expect(untold).toEqual([
      'request.conditions',
      'stage.resolving',
      'stage.resumed',
      'stage.closed',
      'stage.reminded',
      'task.unclaimed',
      'pass.created',
      'pass.expired',
    ]);
  });
});
