import { act, screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { renderPage } from './__testUtils__/render';
import { ApprovalsPages } from './ApprovalsPages';

const EVERYBODY = ['Inbox', 'My requests', 'All requests', 'Policies'];

/** The tabs of a portal once they have settled. */
async function tabsOf(options: {
  permissions?: string[];
  permissionsEnabled?: boolean;
}) {
  const app = (
    <Routes>
      <Route path="/approvals/*" element={<ApprovalsPages />} />
    </Routes>
  );
  renderPage(app, {
    ...options,
    api: {
      listTasks: async () => ({ items: [] }),
      countTasks: async () => ({ open: 0, overdue: 0, capped: false }),
      listPolicies: async () => ({ items: [] }),
    },
  });
  await screen.findByText('Nothing waits on you');
  await act(async () => undefined);
  return screen.getAllByRole('tab').map(({ textContent }) => textContent);
}

describe('the tabs', () => {
  it('show to everybody what everybody can use', async () => {
    expect(await tabsOf({})).toEqual(EVERYBODY);
  });

  it('show Webhooks to who manages them', async () => {
    const permissions = ['approvals.webhook.manage'];
    expect(await tabsOf({ permissions })).toEqual([...EVERYBODY, 'Webhooks']);
  });

  it('show Webhooks to nobody while permissions are switched off', async () => {
    const permissions = ['approvals.webhook.manage'];
    expect(await tabsOf({ permissions, permissionsEnabled: false })).toEqual(
      EVERYBODY,
    );
  });
});
