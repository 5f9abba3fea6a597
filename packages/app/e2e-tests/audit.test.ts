import { readFile } from 'node:fs/promises';
import { askUnder, stageOf } from './policies';
import { expect, signIn, test } from './portal';
import { decide, openAs, tells } from './requestPage';

test('an auditor reads, narrows, exports and verifies the history', async ({
  page,
  callers,
}) => {
  test.slow();
  const id = await askUnder(callers, {
    key: 'browser.audit',
    title: 'Release 9.0',
    stages: [stageOf('Readiness', { mode: 'count', value: 1 }, 'bob')],
  });
  await openAs(page, 'Bob Berg', id);
  await decide(page, 'Approve', 'Looks good.');
  await tells(page, 'The request is approved');

  await openAs(page, 'Erin Eze', id);
  await page.getByRole('tab', { name: 'Audit' }).click();
  await tells(page, 'Bob Berg approved Readiness');
  await tells(page, '“Looks good.”');
  await tells(page, 'Erin Eze put version 1 of browser.audit into force');

  await page
    .getByRole('searchbox', { name: 'Request link or id, or a stream' })
    .fill(page.url().replace('/audit', `/requests/${id}`));
  await expect(page).toHaveURL(/about=/);
  await expect(
    page.getByRole('listitem').filter({ hasText: 'into force' }),
  ).toHaveCount(0);
  await tells(page, 'Alice Amari asked');

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export JSONL' }).click();
  const file = await readFile(await (await saved).path(), 'utf8');
  const events: { seq: number; stream: string }[] = file
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1));
  expect(new Set(events.map(({ stream }) => stream))).toEqual(
    new Set([`request:${id}`]),
  );

  await page.getByRole('button', { name: 'Verify this stream' }).click();
  await expect(page.getByText(/^Chain verified at /)).toBeVisible();

  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await expect(page.getByText(/Lines: \d+, in streams: \d+/)).toBeVisible();
});

test('who may not read the audit has no tab for it', async ({ page }) => {
  await signIn(page, 'Alice Amari');
  await page.goto('/approvals');
  await expect(page.getByRole('tab', { name: 'Policies' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Audit' })).toHaveCount(0);
});
