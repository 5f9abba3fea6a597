import type { RequestItem } from '@countersign/backstage-plugin-approvals-common';
import { screen, waitFor } from '@testing-library/react';
import { ALICE, BOB } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/render';
import { run } from '../../__testUtils__/runs';
import { RunOfRow } from './RunOfRow';

function show(more: Partial<RequestItem>) {
  const item: RequestItem = {
    id: 'r1',
    status: 'approved',
    round: 1,
    policy: { key: 'demo', version: 1, name: 'Demo' },
    subject: { type: 'demo.artifact', id: 'demo-1', title: 'Artifact one' },
    digest: 'a'.repeat(64),
    requester: BOB,
    createdAt: '2026-11-24T09:00:00.000Z',
    overdue: false,
    stages: [],
    waitingOn: [],
    run: run({ waitsFor: 'requester' }),
    ...more,
  };
  renderPage(
    <p data-testid="row">
      Row: <RunOfRow item={item} />
    </p>,
    { api: {} },
  );
}

describe('what a row tells of that which runs after the approval', () => {
  it.each([
    ['waits for whoever asked', {}, 'Row: waits for you to go on'],
    ['waits for somebody else', { requester: ALICE }, 'Row: waits to go on'],
    [
      'goes on by itself',
      { run: run({ waitsFor: 'service' }) },
      'Row: waits to go on',
    ],
    [
      'waits for whoever asked after a refusal, too',
      { status: 'rejected' as const },
      'Row: waits for you to go on',
    ],
    ['waits for the approval', { run: run() }, 'Row: '],
    ['is not there', { run: undefined }, 'Row: '],
    [
      'runs before anybody approved it',
      { status: 'in_review' as const, run: run({ state: 'bypassed' }) },
      'Row: went on all the same',
    ],
  ])('that it %s', async (_, more, words) => {
    show(more);
    const row = await screen.findByTestId('row');
    await waitFor(() => expect(row.textContent).toBe(words));
  });

  it('leads to the run once it moves, and tells why it failed', async () => {
    show({ run: run({ state: 'failed', message: 'No space left' }) });
    const link = await screen.findByRole('link', { name: 'has failed' });
    expect(link).toHaveAttribute('href', '/create/tasks/task-1');
    expect(screen.getByTitle('No space left')).toContainElement(link);
  });
});
