import { expect, signIn, test } from './portal';
import { decide, hasStatus, openAs, tells } from './requestPage';

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
  await page.getByText('Demo artifact 1').click();
  await decide(page, 'Approve', 'Looks good.');
  await tells(page, 'Alice Amari approved Alice');
  await tells(page, '“Looks good.”');
  await tells(page, 'The request is approved');

  await openAs(page, 'Bob Berg', request.id);
  await hasStatus(page, 'Approved');
  const stream = `request:${request.id}`;
  expect(await erin.verifyAudit({ query: { stream } })).toMatchObject({
    ok: true,
    broken: null,
  });
});

test('somebody asks with the form of a policy', async ({ page, callers }) => {
  await signIn(page, 'Bob Berg');
  await page.goto('/approvals/new');

  await page.getByRole('heading', { name: 'Production data' }).click();
  await page
    .getByRole('textbox', { name: 'Title' })
    .fill('Look at a slow query');
  await page
    .getByRole('textbox', { name: 'Id', exact: true })
    .fill('ledger-prod/bob_debug');
  await page.getByRole('textbox', { name: 'User name' }).fill('bob_debug');
  await page.getByRole('textbox', { name: 'What for' }).fill('Slow report');
  await page.getByRole('button', { name: 'Send', exact: true }).click();

  await expect(
    page.getByRole('heading', { name: 'Look at a slow query' }),
  ).toBeVisible();
  await expect(page.getByText('Waiting on')).toBeVisible();
  const { items } = await callers
    .as('bob')
    .listRequests({ query: { subjectId: 'ledger-prod/bob_debug' } });
  expect(items).toMatchObject([
    { status: 'in_review', requester: 'user:default/bob' },
  ]);
});
