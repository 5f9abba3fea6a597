import { Page } from '@playwright/test';
import { approve, startWaiting } from './databaseUser';
import { approveAs, askUnder, stageOf } from './policies';
import { expect, signIn, test } from './portal';
import { startReceiver } from './receiver';

const FOLDER = 'docs/images';

/** Takes the picture once nothing moves any more. */
async function picture(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.screenshot({
    path: `${FOLDER}/${name}.png`,
    animations: 'disabled',
  });
}

async function openRequest(page: Page, title: string): Promise<void> {
  await page.goto('/approvals');
  await page.getByText(title).first().click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await expect(page.getByText('What happened')).toBeVisible();
}

test('sign-in', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText('Erin Eze')).toBeVisible();
  await picture(page, 'sign-in');
});

for (const colorScheme of ['light', 'dark'] as const) {
  const suffix = colorScheme === 'dark' ? '-dark' : '';

  test.describe(`in the ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('inbox', async ({ page }) => {
      await signIn(page, 'Carol Chen');
      await page.goto('/approvals');
      await expect(
        page.getByRole('gridcell', { name: /Dave Duarte/ }),
      ).toBeVisible();
      await picture(page, `inbox${suffix}`);
    });

    test('request', async ({ page }) => {
      await page.setViewportSize({ width: 1440, height: 1100 });
      await signIn(page, 'Bob Berg');
      await openRequest(page, 'Keycloak client billing-web');
      await picture(page, `request${suffix}`);
    });
  });
}

test('run that waits', async ({ page }) => {
  await startWaiting(page, 'quarterly_report');
  await expect(page.getByText(/^Waiting on Carol Chen/)).toBeVisible();
  await page.getByRole('button', { name: 'Hide Logs' }).click();
  await picture(page, 'run-waits');
});

test('run that is approved', async ({ page, callers }) => {
  await page.setViewportSize({ width: 1360, height: 1080 });
  const id = await startWaiting(page, 'yearly_report');
  await approve(callers, id);
  await page.goto(`/approvals/requests/${id}`);
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await expect(page.getByText('comes after the approval')).toBeVisible();
  await picture(page, 'run');
});

test('policy', async ({ page }) => {
  await signIn(page, 'Erin Eze');
  await page.goto('/approvals/policies/keycloak-client');
  await expect(page.getByText('Data protection').first()).toBeVisible();
  await picture(page, 'policy');
});

test('audit', async ({ page }) => {
  await signIn(page, 'Erin Eze');
  await page.goto('/approvals/audit');
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await expect(page.getByText(/^Chain verified at /)).toBeVisible();
  await picture(page, 'audit');
});

test('webhook', async ({ page, callers }) => {
  const receiver = await startReceiver();
  const { id } = await callers.as('erin').createWebhook({
    body: {
      name: 'Deploy pipeline',
      url: receiver.url,
      types: ['request.created', 'request.approved'],
    },
  });
  const key = 'production-deployment';
  await askUnder(callers, {
    key,
    title: 'Deploy payments 4.12',
    stages: [stageOf('Release board', { mode: 'count', value: 1 }, 'bob')],
  });
  await expect.poll(() => receiver.received.length).toBe(1);
  receiver.answerWith(503);
  await approveAs(callers, 'bob', key);

  await signIn(page, 'Erin Eze');
  await page.goto(`/approvals/webhooks/${id}`);
  await expect(page.getByText(/It answered 503 · next try/)).toBeVisible();
  await picture(page, 'webhook');
  await receiver.close();
});
