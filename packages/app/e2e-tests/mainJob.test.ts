import { become, expect, signIn, test } from './portal';

test('a service asks, Alice finds it in her inbox and approves, and its history verifies', async ({
  page,
  callers,
}) => {
  const erin = callers.as('erin');
  await erin.createPolicy({
    body: {
      definition: {
        key: 'browser.v1',
        name: 'Browser demo',
        subjectType: 'demo.artifact',
        stages: [
          {
            name: 'Alice',
            quorum: { mode: 'count', value: 1 },
            approvers: [{ type: 'user', user: 'user:default/alice' }],
          },
        ],
      },
    },
  });
  await erin.activatePolicyVersion({
    params: { key: 'browser.v1', version: 1 },
    body: {},
  });
  const request = await callers.service.createRequest({
    body: {
      policyKey: 'browser.v1',
      requester: 'user:default/bob',
      subject: {
        type: 'demo.artifact',
        id: 'demo-1',
        title: 'Demo artifact 1',
      },
    },
  });

  await signIn(page, 'Alice Amari');
  await page.getByRole('link', { name: 'Approvals' }).first().click();
  await page.getByRole('link', { name: 'Demo artifact 1' }).click();
  await page.getByLabel('Comment').fill('Looks good.');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();

  await expect(page.getByText('Alice Amari approved Alice')).toBeVisible();
  await expect(page.getByText('“Looks good.”')).toBeVisible();
  await expect(page.getByText('The request is approved')).toBeVisible();

  await become(page, 'Bob Berg');
  await page.goto(`/approvals/requests/${request.id}`);
  await expect(
    page.getByText('Approved', { exact: true }).first(),
  ).toBeVisible();
  expect(
    await erin.verifyAudit({ query: { stream: `request:${request.id}` } }),
  ).toMatchObject({ ok: true, broken: null });
});

test('somebody asks with the form of a policy', async ({ page, callers }) => {
  await signIn(page, 'Bob Berg');
  await page.goto('/approvals/new');

  await page.getByRole('button', { name: /Policy/ }).click();
  await page.getByRole('option', { name: 'Production data' }).click();
  await page.getByLabel('Title').fill('Database user bob_debug');
  await page.getByLabel('Subject id').fill('ledger-prod/bob_debug');
  await page.getByLabel('User name').fill('bob_debug');
  await page.getByLabel('What for').fill('Look at a slow query');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();

  await expect(
    page.getByRole('heading', { name: 'Database user bob_debug' }),
  ).toBeVisible();
  const { items } = await callers
    .as('bob')
    .listRequests({ query: { subjectId: 'ledger-prod/bob_debug' } });
  expect(items).toMatchObject([
    { status: 'in_review', requester: 'user:default/bob' },
  ]);
});
