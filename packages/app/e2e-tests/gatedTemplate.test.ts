import {
  approve,
  cancelRun,
  startWaiting,
  startWithSecrets,
} from './databaseUser';
import { expect, test } from './portal';
import { decide, hasStatus, openAs, signInAnew, tells } from './requestPage';

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
  await tells(page, 'Alice Amari let what waited for it go on');
  await tells(page, 'What waited for the approval is done');

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

test('a refusal is told with its reason on the page of the run, and nothing of it goes on', async ({
  page,
}) => {
  test.slow();
  const id = await startWaiting(page, `refused_${Date.now()}`);
  const task = page.url();

  await openAs(page, 'Carol Chen', id);
  await decide(page, 'Reject', 'Use the replica for reports.');
  await tells(page, 'The request is rejected');

  await signInAnew(page, 'Alice Amari');
  await page.goto(task);
  await expect(
    page.getByText('Carol Chen: “Use the replica for reports.”'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeHidden();
  await page.getByRole('link', { name: 'Start again with changes' }).click();
  await expect(page.getByRole('textbox', { name: 'User name' })).toBeVisible();

  await page.goto(`/approvals/requests/${id}`);
  await expect(page.getByText('this approval, stopped here')).toBeVisible();
  await expect(page.getByText('does not run')).toBeVisible();
});

test('a run that began with secrets asks for them by name before it goes on', async ({
  page,
  callers,
  baseURL,
}) => {
  test.slow();
  await signInAnew(page, 'Alice Amari');
  const task = await startWithSecrets(baseURL ?? '', `secret_${Date.now()}`, {
    reportKey: 'k-2026-first',
  });
  await page.goto(`/create/tasks/${task}`);
  const link = page.getByRole('link', { name: /^Read access for / }).first();
  const id = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
  await approve(callers, id);

  await page.goto(`/approvals/requests/${id}`);
  await page.getByRole('button', { name: 'Resume' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('reportKey')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('It is needed to go on.')).toBeVisible();
  await page.keyboard.type('k-2026-first');
  await page.keyboard.press('Enter');

  await expect(dialog).toBeHidden();
  await expect(page.getByText('All of it has run.')).toBeVisible();
});

test('a run that is cancelled while it waits withdraws its request', async ({
  page,
  callers,
  baseURL,
}) => {
  test.slow();
  const id = await startWaiting(page, `cancelled_${Date.now()}`);
  const task = page.url().split('/').at(-1) ?? '';
  await page.goto(`/approvals/requests/${id}`);
  await expect(page.getByText('It waits until this is decided')).toBeVisible();

  await cancelRun(baseURL ?? '', task);
  await tells(page, 'Scaffolder withdrew the request', { timeout: 90_000 });
  await expect(
    page.getByText('It was cancelled, and does not go on.'),
  ).toBeVisible();
  expect(
    await callers.as('alice').getRequest({ params: { id } }),
  ).toMatchObject({ status: 'withdrawn' });
});
