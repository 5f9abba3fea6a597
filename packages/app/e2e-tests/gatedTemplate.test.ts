import { Page } from '@playwright/test';
import { expect, signIn, test } from './portal';
import { decide, hasStatus, openAs, tells } from './requestPage';

/** Fills in the demo's form, and starts it; gives the id of the task. */
async function askForUser(page: Page, username: string): Promise<string> {
  const database = 'resource:default/ledger-prod';
  const formData = JSON.stringify({ database, username });
  await page.goto(
    `/create/templates/default/request-database-user?${new URLSearchParams({
      formData,
    })}`,
  );
  await expect(page.getByRole('textbox', { name: 'User name' })).toHaveValue(
    username,
  );
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('textbox', { name: 'What for' }).fill('A slow report');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.waitForURL(/\/create\/tasks\/[^/]+$/);
  return page.url().split('/').at(-1) ?? '';
}

test('a template waits for its approval, goes on when the requester says so, and the user is made', async ({
  page,
  callers,
}) => {
  test.slow();
  const username = `report_${Date.now()}`;

  await signIn(page, 'Alice Amari');
  const task = await askForUser(page, username);
  const link = page.getByRole('link', { name: /^read access for report/ });
  await expect(link).toBeVisible();
  await expect(
    page.getByText(/waits for approval \(Security\)/).first(),
  ).toBeVisible();
  // It opens a tab of its own.
  const id = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
  await page.goto(`/approvals/requests/${id}`);
  await expect(page.getByText('It waits until this is decided')).toBeVisible();

  await openAs(page, 'Carol Chen', id);
  const run = page.getByRole('region', {
    name: 'What runs after the approval',
  });
  await expect(
    run.getByRole('link', { name: 'Request a database user' }),
  ).toBeVisible();
  await expect(
    run.getByRole('link', { name: 'Ledger database (production)' }),
  ).toBeVisible();
  await expect(run.getByText('Read only')).toBeVisible();
  await expect(run.getByText('Make the user')).toBeVisible();
  await decide(page, 'Approve');
  await tells(page, 'The request is approved');
  await expect(
    run.getByText('It waits for Alice Amari to let it go on.'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeHidden();

  await openAs(page, 'Alice Amari', id);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(run.getByText('All of it has run.')).toBeVisible();
  await hasStatus(page, 'Approved');

  await page.goto('/approvals/mine');
  await page.getByRole('link', { name: 'is done' }).first().click();
  await page.waitForURL(`**/create/tasks/${task}`);
  await expect(page.getByText('Your database user')).toBeVisible();
  await expect(page.getByText(username).first()).toBeVisible();
  expect(
    await callers.as('alice').getRequestRun({ params: { id } }),
  ).toMatchObject({ state: 'done', canResume: false });
});
