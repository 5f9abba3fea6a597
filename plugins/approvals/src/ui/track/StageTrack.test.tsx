import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Stage } from '@countersign/backstage-plugin-approvals-common';
import { screen } from '@testing-library/react';
import {
  BOB,
  CAROL,
  DAVE,
  stage,
  stageDefinition,
  task,
} from '../../__testUtils__/fixtures';
import { face, renderPage } from '../../__testUtils__/render';
import { requestMessages } from '../../messages/request';
import { approvalsTranslationRef } from '../../translation';
import { StageTrack, trackOfDefinition, trackOfRequest } from '.';
import { columnsOf, doneColumns, TrackState } from './types';

const Way = ({ stages }: { stages: Stage[] }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <StageTrack
      stages={trackOfRequest({ stages }, 1, { t, face, me: BOB })}
      end="in_review"
    />
  );
};

async function cardOf(more: Partial<Stage>) {
  renderPage(<Way stages={[stage(more)]} />, { api: {} });
  return screen.findByRole('listitem');
}

const decided = (person: string, decision: 'approve' | 'reject', by = person) =>
  task(person, {
    status: 'decided',
    decision: { decision, by, at: '2026-11-24T09:00:00.000Z' },
  });

const lack = (people: number, rules: Stage['lack']['rules'] = []) => ({
  people,
  lacking: 0,
  rules,
});

describe('the card of a stage', () => {
  const carolMust = stageDefinition({
    quorum: { mode: 'count', value: 2 },
    approvers: [
      { type: 'group', group: 'group:default/platform' },
      { type: 'user', user: CAROL, required: true },
    ],
  });

  it.each<[string, Partial<Stage>, string, string]>([
    ['that waits', { status: 'waiting' }, 'Not started', 'Any one of Platform'],
    [
      'that looks for people',
      { status: 'resolving' },
      'Finding people',
      'Finding out who is asked',
    ],
    [
      'that runs',
      { approved: 1, need: 2, lack: lack(1) },
      'Running',
      '1 more of Platform',
    ],
    [
      'whose required person has not approved',
      {
        definition: carolMust,
        lack: lack(1, [{ rule: 1, people: 1, lacking: 0, waitingOn: [CAROL] }]),
      },
      'Running',
      'Carol Chen must approve',
    ],
    [
      'that is held',
      {
        status: 'held',
        reason: 'not_enough_approvers',
        lack: { ...lack(2), lacking: 1 },
      },
      'Held',
      'Held: 1 more must be able to approve. An administrator can seat somebody.',
    ],
    [
      'that is approved',
      { status: 'approved', approved: 2, need: 2 },
      'Approved',
      '2 of 2 approved',
    ],
    [
      'that its deadline approved',
      { status: 'approved', reason: 'deadline' },
      'Approved',
      'Approved by its deadline, by nobody',
    ],
    [
      'that is rejected',
      {
        status: 'rejected',
        reason: 'rejections',
        tasks: [decided(CAROL, 'reject')],
      },
      'Rejected',
      'Rejected by Carol Chen',
    ],
    [
      'that is skipped',
      {
        status: 'skipped',
        reason: 'condition',
        definition: stageDefinition({ skipIf: 'context.dev' }),
      },
      'Skipped',
      'Skipped: context.dev',
    ],
    [
      'that was closed',
      { status: 'closed', reason: 'withdrawn' },
      'Closed',
      'Ended: the request was withdrawn',
    ],
  ])('%s says so', async (_, more, state, line) => {
    const card = await cardOf(more);
    expect(card).toHaveAccessibleName(`Platform review: ${state}`);
    expect(card).toHaveTextContent(line);
  });

  it.each([
    'no_approvers',
    'not_enough_approvers',
    'rule_unreachable',
    'expression_failed',
  ] as const)(
    'that is held (%s) offers what its button is called',
    async reason => {
      const card = await cardOf({ status: 'held', reason });
      const { assign } = requestMessages.admin;
      expect(assign).toBe('Seat somebody');
      expect(card).toHaveTextContent(
        /an administrator (can seat|seats) somebody/i,
      );
    },
  );

  it('shows who decided first, then me, then who is asked, with what is worth knowing', async () => {
    const card = await cardOf({
      tasks: [
        task(CAROL, {
          delegates: [DAVE],
          claimedAt: '2026-11-24T09:00:00.000Z',
        }),
        task(BOB, { origin: 'assigned' }),
        decided(DAVE, 'approve', CAROL),
      ],
    });
    const chips = [...card.querySelectorAll('[data-mark]')].map(chip =>
      chip.getAttribute('title'),
    );
    expect(chips).toEqual([
      'Dave Duarte, approved, by Carol Chen',
      'Bob Berg, has not decided yet, you, seated by an administrator',
      'Carol Chen, has not decided yet, on it, Dave may act',
    ]);
  });
});

describe('the track of a policy', () => {
  const Planned = () => {
    const { t } = useTranslationRef(approvalsTranslationRef);
    const definition = stageDefinition({
      quorum: { mode: 'percentage', value: 60 },
      skipIf: 'context.dev',
      rejections: 2,
      deadline: {
        after: 'PT8H',
        onBreach: 'escalate',
        escalateTo: [{ type: 'group', group: 'group:default/platform-leads' }],
      },
      approvers: [
        { type: 'group', group: 'group:default/platform', min: 1 },
        { type: 'owner' },
      ],
    });
    return <StageTrack stages={trackOfDefinition([definition], { t, face })} />;
  };

  it('says need, demands, condition and deadline in words', async () => {
    renderPage(<Planned />, { api: {} });
    const card = await screen.findByRole('listitem');
    for (const words of [
      '60 % of Platform or the owners',
      'at least 1 of Platform',
      '2 rejections reject it',
      'Skipped when context.dev',
      '8 h, then Platform leads are asked too',
    ]) {
      expect(card).toHaveTextContent(words);
    }
  });
});

describe('the columns of a track', () => {
  const card = (index: number, state: TrackState, group?: number) => ({
    index,
    name: `Stage ${index}`,
    state,
    group,
    lines: [],
    people: [],
  });
  const shape = (...cards: ReturnType<typeof card>[]) =>
    columnsOf(cards).map(column => column.map(({ index }) => index));

  it('hold together what runs together', () => {
    expect(
      shape(
        card(0, 'waiting'),
        card(1, 'waiting', 1),
        card(2, 'waiting', 1),
        card(3, 'waiting', 2),
      ),
    ).toEqual([[0], [1, 2], [3]]);
  });

  it('are green as far as everything is done', () => {
    const done = (...states: TrackState[]) =>
      doneColumns(columnsOf(states.map((state, index) => card(index, state))));
    expect(done('active', 'skipped')).toBe(0);
    expect(done('approved', 'skipped', 'active')).toBe(2);
    expect(done('approved', 'approved')).toBe(2);
    expect(done('approved', 'rejected', 'approved')).toBe(1);
  });
});
