import { Event } from '@countersign/backstage-plugin-approvals-common';
import { screen } from '@testing-library/react';
import { useLocation } from 'react-router-dom';
import { ALICE, BOB, request, stage } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/render';
import type { ApprovalsApi } from '../../api';
import { AuditPage } from '../AuditPage';

/** The request that the events are about. */
export const REQUEST = '019ab3c4-0000-7000-8000-00000000000a';

/** An event of that request by Bob, unless something else is said. */
export const event = (type: string, more: Partial<Event> = {}): Event => ({
  id: `${type} ${more.seq ?? 1}`,
  stream: `request:${REQUEST}`,
  seq: 1,
  type,
  at: '2026-11-24T09:00:00.000Z',
  actor: BOB,
  payload: { round: 1 },
  previousHash: '0',
  hash: '1',
  ...more,
});

export const decided = event('task.decided', {
  payload: { round: 1, stage: 0, person: BOB, decision: 'approve' },
  erased: ['text'],
});
export const commented = event('request.commented', {
  seq: 2,
  actor: ALICE,
  text: 'Have a look, please',
  at: '2026-11-23T09:00:00.000Z',
});
export const activated = event('policy.activated', {
  stream: 'policy:deploy',
  payload: { key: 'deploy', version: 1 },
});

const Address = () => <output>{useLocation().search}</output>;

/** The page of the audit with these events, and its address beside it. */
export function openAudit(
  items: Event[],
  more: Partial<ApprovalsApi> = {},
  search: string = '',
  permissions: string[] = [],
) {
  const listAudit = jest.fn<
    ReturnType<ApprovalsApi['listAudit']>,
    Parameters<ApprovalsApi['listAudit']>
  >(async ({ query }) => ({
    items: query?.type === 'audit.sealed' ? [] : items,
  }));
  const { toasts } = renderPage(
    <>
      <AuditPage />
      <Address />
    </>,
    {
      path: `/approvals/audit${search}`,
      permissions,
      api: {
        listAudit,
        getRequest: async () =>
          request({
            id: REQUEST,
            subject: { type: 'release', id: '1', title: 'Release 1.0' },
            stages: [stage({ name: 'Readiness' })],
          }),
        ...more,
      },
    },
  );
  return { listAudit, toasts };
}

export const button = (name: string | RegExp) =>
  screen.findByRole('button', { name });
/** The filters in the address. */
export const address = () => screen.getByRole('status').textContent;
