import { Page } from '@playwright/test';
import { Callers } from '@countersign/scripts';
import { Webhook } from 'standardwebhooks';
import { approveAs, askUnder, stageOf } from './policies';
import { expect, signIn, test as base } from './portal';
import { Received, Receiver, startReceiver } from './receiver';

const test = base.extend<{ receiver: Receiver }>({
  receiver: async ({ context }, provide) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const receiver = await startReceiver();
    await provide(receiver);
    await receiver.close();
  },
});

/** Puts a policy into force under which Bob decides, and asks as Alice. */
const askBob = (callers: Callers, key: string, title: string) =>
  askUnder(callers, {
    key,
    title,
    stages: [stageOf('Readiness', { mode: 'count', value: 1 }, 'bob')],
  });

/** Makes an endpoint for one policy as a person would; answers its secret. */
async function makeEndpoint(
  page: Page,
  options: { name: string; url: string; policy: string; type: string },
): Promise<string> {
  await page.goto('/approvals');
  await page.getByRole('tab', { name: 'Webhooks' }).click();
  await page.getByRole('button', { name: 'New endpoint' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Name' }).fill(options.name);
  await form.getByRole('textbox', { name: 'Address' }).fill(options.url);
  for (const [field, option] of [
    [/Types of event/, options.type],
    [/Policies/, options.policy],
  ] as const) {
    await form.getByRole('button', { name: field }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
    await page.keyboard.press('Escape');
  }
  await form.getByRole('button', { name: 'Create' }).click();

  await page.getByRole('button', { name: 'Copy secret' }).click();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(page.getByRole('heading', { name: options.name })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  return secret;
}

async function removeEndpoint(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect(page).toHaveURL(/\/approvals\/webhooks$/);
}

/** What a receiver gets out of a message; throws when it is not signed with the secret. */
const verified = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers) as {
    type: string;
    data: Record<string, unknown>;
  };

const row = (page: Page, words: string) =>
  page.getByRole('row').filter({ hasText: words });

test('an endpoint is made, tested, and told of a decision by a signed message', async ({
  page,
  callers,
  receiver,
}) => {
  test.slow();
  const requestId = await askBob(callers, 'browser.hooks', 'Hooks 1.0');
  await signIn(page, 'Erin Eze');
  const secret = await makeEndpoint(page, {
    name: 'Deploy pipeline',
    url: receiver.url,
    policy: 'Hooks 1.0',
    type: 'request.approved',
  });

  await page.getByRole('button', { name: 'Send test' }).click();
  await expect(
    page.getByText(/It took the test message: 200 in/),
  ).toBeVisible();
  expect(verified(secret, receiver.received[0]).type).toBe('webhook.test');

  await approveAs(callers, 'bob', 'browser.hooks');
  await expect(row(page, 'Hooks 1.0')).toContainText('Delivered');
  const [, told] = receiver.received;
  expect(verified(secret, told)).toMatchObject({
    type: 'request.approved',
    data: { requestId, status: 'approved' },
  });
  const other = Buffer.from('another secret, 32 bytes long ..').toString(
    'base64',
  );
  expect(() => verified(`whsec_${other}`, told)).toThrow();

  await row(page, 'Hooks 1.0').click();
  await expect(
    page.getByText(told.headers['webhook-id']).first(),
  ).toBeVisible();
  await expect(page.getByText(`"requestId": "${requestId}"`)).toBeVisible();
  await page.getByText('What came back: 200').click();
  await expect(page.getByText('"started": true')).toBeVisible();
  await page.getByRole('link', { name: 'Deploy pipeline' }).click();
  await removeEndpoint(page);
});

test('a receiver that fails is seen failing, and gets the same message again by hand', async ({
  page,
  callers,
  receiver,
}) => {
  test.slow();
  await askBob(callers, 'browser.broken', 'Hooks 2.0');
  await signIn(page, 'Erin Eze');
  const secret = await makeEndpoint(page, {
    name: 'Broken pipeline',
    url: receiver.url,
    policy: 'Hooks 2.0',
    type: 'task.decided',
  });

  receiver.answerWith(503);
  await approveAs(callers, 'bob', 'browser.broken');
  await expect(row(page, 'Hooks 2.0')).toContainText('It answered 503');
  // The second try comes by itself, the third is a minute away.
  await expect.poll(() => receiver.received.length).toBe(2);
  await expect(
    row(page, 'Hooks 2.0').getByRole('img', { name: /^Try/ }),
  ).toHaveCount(2);
  await expect(page.getByText('Failing', { exact: true })).toBeVisible();

  receiver.answerWith(200);
  await page.getByRole('button', { name: 'Try again: task.decided' }).click();
  await expect(row(page, 'Hooks 2.0')).toContainText('Delivered');
  await expect(page.getByText('Healthy', { exact: true })).toBeVisible();

  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids).toEqual([ids[0], ids[0], ids[0]]);
  expect(verified(secret, receiver.received[2])).toMatchObject({
    type: 'task.decided',
    data: { comment: 'Go.' },
  });
  await removeEndpoint(page);
});

test('webhooks are not for everybody', async ({ page, callers }) => {
  await signIn(page, 'Alice Amari');
  await page.goto('/approvals');
  await expect(page.getByRole('tab', { name: 'Policies' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('tab', { name: 'Webhooks' })).toHaveCount(0);
  await expect(callers.as('alice').listWebhooks({})).rejects.toMatchObject({
    status: 403,
  });
});
