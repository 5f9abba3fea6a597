import { Callers } from '@countersign/scripts';
import { Page } from '@playwright/test';
import { expect, signIn, test } from './portal';
import { decide, hasStatus, openAs, tells } from './requestPage';

/** Fills in the demo's form, and starts it. */
async function askForUser(page: Page, username: string): Promise<void> {
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
}

/** Starts a run as Alice, and tells which request it waits for. */
async function startWaiting(page: Page, username: string): Promise<string> {
  await signIn(page, 'Alice Amari');
  await askForUser(page, username);
  // In the words of the run, and on the card below.
  const link = page.getByRole('link', { name: /^Read access for / }).first();
  return (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
}

/** Approves as Carol, somewhere else. */
async function approve(callers: Callers, requestId: string): Promise<void> {
  const carol = callers.as('carol');
  await expect(async () => {
    const { items } = await carol.listTasks({ query: { limit: '100' } });
    const task = items.find(item => item.requestId === requestId);
    await carol.decideTask({
      params: { id: task?.id ?? '' },
      body: { decision: 'approve' },
    });
  }).toPass();
}

test('a template waits for its approval, goes on when the requester says so, and the user is made', async ({
  page,
  callers,
}) => {
  test.slow();
  const username = `report_${Date.now()}`;

  const id = await startWaiting(page, username);
  const task = page.url();
  await expect(
    page.getByText(/waits for approval \(Security\)/).first(),
  ).toBeVisible();
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
  await page.waitForURL(task);
  await expect(page.getByText('Your database user')).toBeVisible();
  await expect(page.getByText(username).first()).toBeVisible();
  expect(
    await callers.as('alice').getRequestRun({ params: { id } }),
  ).toMatchObject({ state: 'done', canResume: false });
});

test('the page of a task tells whom it waits for, lets it go on once approved, and shows the result', async ({
  page,
  callers,
}) => {
  test.slow();
  const username = `task_${Date.now()}`;
  const id = await startWaiting(page, username);

  await expect(
    page.getByText('Waiting on Carol Chen, Erin Eze.'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeHidden();
  await approve(callers, id);
  await page.getByRole('button', { name: 'Resume' }).click();

  await expect(page.getByText('Your database user')).toBeVisible();
  await expect(page.getByText(username).first()).toBeVisible();
});

test('a run is started again with changes: its request is withdrawn, and the form is filled in', async ({
  page,
  callers,
}) => {
  const username = `again_${Date.now()}`;
  const id = await startWaiting(page, username);
  await page.goto(`/approvals/requests/${id}`);

  await page.getByRole('button', { name: 'Start again with changes' }).click();
  await page.getByRole('button', { name: 'Withdraw and start again' }).click();

  await expect(page.getByRole('textbox', { name: 'User name' })).toHaveValue(
    username,
  );
  expect(
    await callers.as('alice').getRequest({ params: { id } }),
  ).toMatchObject({ status: 'withdrawn' });
});
