import { askUnder, stageOf } from './policies';
import { expect, signIn, test } from './portal';
import { hasStatus, openAs, tells } from './requestPage';

const ONE = { mode: 'count', value: 1 } as const;

test('whoever approved takes the right to act back, and says why', async ({
  page,
  callers,
}) => {
  test.slow();
  const id = await askUnder(callers, {
    key: 'browser.pass',
    title: 'Release 5.0',
    stages: [stageOf('Readiness', ONE, 'bob')],
    by: 'erin',
    execution: { kind: 'job', id: 'browser.pass' },
  });

  await openAs(page, 'Bob Berg', id);
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await tells(page, 'It may now be acted on, once');
  await expect(page.getByText('May be acted on once')).toBeVisible();

  await page
    .getByRole('button', { name: 'Take back the right to act' })
    .click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', {
    name: 'Take back the right to act',
  });
  await confirm.click();
  await expect(
    dialog.getByText('A reason is needed: it goes into the history.'),
  ).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Found a fault.');
  await confirm.click();
  await expect(dialog).toBeHidden();

  await tells(page, 'Bob Berg took back the right to act on it');
  await tells(page, 'Found a fault.');
  await hasStatus(page, 'Approved');
  await expect(
    page.getByText('The right to act was taken back just now'),
  ).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Take back the right to act' }),
  ).toBeHidden();
  const { digest } = await callers.as('erin').getRequest({ params: { id } });
  await expect(
    callers.as('erin').consumePass({
      params: { id },
      body: { consumer: 'browser', policyKey: 'browser.pass', digest },
    }),
  ).rejects.toMatchObject({ code: 'PASS_REVOKED' });
});

test('a delegate finds the seat in the inbox, and it is written down for whom they decided', async ({
  page,
  callers,
}) => {
  test.slow();
  const id = await askUnder(callers, {
    key: 'browser.delegate',
    title: 'Release 6.0',
    stages: [stageOf('Readiness', ONE, 'bob')],
  });
  await callers.as('bob').createDelegation({
    body: {
      delegate: 'user:default/erin',
      start: new Date().toISOString(),
      end: new Date(Date.now() + 3_600_000).toISOString(),
      policyKeys: ['browser.delegate'],
    },
  });

  await signIn(page, 'Erin Eze');
  await page.goto('/approvals');
  const row = page.getByRole('row').filter({ hasText: 'Release 6.0' });
  await expect(row.getByText('for Bob Berg')).toBeVisible();
  await row.getByRole('button', { name: 'Approve Release 6.0' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('You decide for Bob Berg.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Comment' }).fill('He told me.');
  await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(row).toBeHidden();

  await openAs(page, 'Bob Berg', id);
  await hasStatus(page, 'Approved');
  await tells(page, 'Erin Eze approved Readiness for Bob Berg');
  await tells(page, '“He told me.”');
});

test('whoever owns the policy sees that a stage is held, and has people looked for again', async ({
  page,
  callers,
}) => {
  test.slow();
  const id = await askUnder(callers, {
    key: 'browser.owner',
    title: 'Release 7.0',
    owner: 'user:default/dave',
    stages: [stageOf('Readiness', ONE, 'left-long-ago')],
  });

  await openAs(page, 'Dave Duarte', id);
  await tells(page, 'Readiness is held: nobody may decide');
  await page.getByRole('button', { name: 'Look again' }).click();
  await tells(page, 'Dave Duarte had people looked for again in Readiness');
  await expect(
    page.getByRole('button', { name: 'Seat somebody' }),
  ).toBeHidden();
});
