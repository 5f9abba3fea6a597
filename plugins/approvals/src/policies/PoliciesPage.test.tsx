import type { PolicyItem } from '@countersign/backstage-plugin-approvals-common';
import { screen } from '@testing-library/react';
import { renderPage } from '../__testUtils__/render';
import { PoliciesPage } from './PoliciesPage';

const policy = (key: string, more: Partial<PolicyItem> = {}): PolicyItem => ({
  key,
  name: `Policy ${key}`,
  subjectType: 'release',
  latestVersion: 1,
  drafts: [],
  inReview: 0,
  ...more,
});

const open = (items: PolicyItem[], path = '/approvals/policies') =>
  renderPage(<PoliciesPage />, {
    path,
    api: { listPolicies: async () => ({ items }) },
  });

describe('the list of policies', () => {
  it('tells of each the version in force, its drafts, and what runs', async () => {
    open([
      policy('one', { activeVersion: 2, inReview: 3 }),
      policy('two', { activeVersion: 2, drafts: [3] }),
      policy('three', { drafts: [1, 4] }),
    ]);
    await screen.findByText('Policy one');
    const rows = screen
      .getAllByRole('row')
      .slice(1)
      .map(({ textContent }) => textContent);
    expect(rows[0]).toMatch(/Policy one.*Version 2 · 3 in review/);
    expect(rows[1]).toMatch(/Version 2 · Draft: version 3 · nothing in review/);
    expect(rows[2]).toMatch(/Not active · Drafts: versions 1, 4/);
  });

  it('says what a policy is where there is none', async () => {
    open([]);
    expect(await screen.findByText('No policies yet')).toBeInTheDocument();
  });

  it('says that nothing matches the words of the address', async () => {
    open([], '/approvals/policies?q=zzz');
    expect(await screen.findByText('Nothing matches')).toBeInTheDocument();
    expect(screen.getByRole('searchbox')).toHaveValue('zzz');
  });
});
