import { Browser, Page } from '@playwright/test';
import { Callers } from '@countersign/scripts';
import { askUnder, stageOf } from './policies';
import { expect, test } from './portal';
import { decide, openAs, signInAnew, tells } from './requestPage';

const ONE = { mode: 'count', value: 1 } as const;
const TWO = { mode: 'count', value: 2 } as const;

/** Far below the ten seconds after which pages load again by themselves. */
const LIVE = { timeout: 3_000 };

/** Decides somebody's seat in a request without a browser. */
async function decideAs(
  callers: Callers,
  name: string,
  requestId: string,
): Promise<void> {
  const client = callers.as(name);
  await expect(async () => {
    const { items } = await client.listTasks({});
    const task = items.find(item => item.requestId === requestId);
    await client.decideTask({
      params: { id: task?.id ?? '' },
      body: { decision: 'approve' },
    });
  }).toPass();
}

/** Chooses which notices the page of the bell shows. */
async function show(page: Page, which: 'Unread' | 'Read'): Promise<void> {
  await page.getByRole('button', { name: /View$/ }).click();
  await page
    .getByRole('option', { name: `${which} notifications`, exact: true })
    .click();
}

test('a notice appears at the bell, and is rewritten and read once a colleague has decided', async ({
  page,
  callers,
}) => {
  await signInAnew(page, 'Carol Chen');
  await page.goto('/notifications');

  const id = await askUnder(callers, {
    key: 'browser.notices',
    title: 'Release 5.0',
    stages: [stageOf('Readiness', ONE, 'bob', 'carol')],
  });
  const waiting = page.getByRole('link', {
    name: 'Approval wanted: Release 5.0',
  });
  await expect(waiting).toBeVisible();
  await expect(
    page.getByText('Alice Amari asks. Release 5.0, stage Readiness.'),
  ).toBeVisible();
  const bell = page
    .getByTestId('sidebar-root')
    .getByLabel('Unread notifications');
  await expect(bell).toBeVisible();

  await decideAs(callers, 'bob', id);
  await expect(waiting).toBeHidden();
  const released = page.getByRole('link', {
    name: 'Decided by Bob Berg: Release 5.0',
  });
  await show(page, 'Read');
  await expect(released).toBeVisible();
  await show(page, 'Unread');
  await expect(released).toBeHidden();
});

async function another(browser: Browser, baseURL?: string): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  return context.newPage();
}

test('two browsers side by side: one decides, and the page of the other follows', async ({
  page,
  browser,
  baseURL,
  callers,
}) => {
  test.slow();
  const id = await askUnder(callers, {
    key: 'browser.live',
    title: 'Release 6.0',
    stages: [stageOf('Readiness', TWO, 'bob', 'carol')],
  });
  const other = await another(browser, baseURL);
  await openAs(page, 'Bob Berg', id);
  await openAs(other, 'Alice Amari', id);

  // Of two changes so close together the pages' own polling could show one at most.
  await page.getByRole('button', { name: 'I am on it' }).click();
  await tells(other, 'Bob Berg is on Readiness', LIVE);
  await decide(page, 'Approve');
  await tells(other, 'Bob Berg approved Readiness', LIVE);
  await decideAs(callers, 'carol', id);
  await tells(page, 'The request is approved', LIVE);
  await tells(other, 'The request is approved', LIVE);
  await other.context().close();
});
