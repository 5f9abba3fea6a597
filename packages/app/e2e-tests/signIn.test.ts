import { expect, signIn, test } from './portal';

test('a newcomer signs in with one click, stays signed in, and signs out', async ({
  page,
}) => {
  await signIn(page, 'Alice Amari');

  await page.reload();
  await expect(
    page.getByRole('heading', { name: 'Good to see you, Alice' }),
  ).toBeVisible();

  await page.goto('/settings');
  await page.getByTestId('user-settings-menu').click();
  await page.getByTestId('sign-out').click();
  await expect(
    page.getByRole('heading', { name: 'Who are you today?' }),
  ).toBeVisible();

  await page.reload();
  await expect(
    page.getByRole('heading', { name: 'Who are you today?' }),
  ).toBeVisible();
});

test('the catalog shows who owns what, with names', async ({ page }) => {
  await signIn(page, 'Bob Berg');

  await page.goto('/catalog/default/component/payments');

  await expect(
    page.getByRole('heading', { name: 'Payments' }).first(),
  ).toBeVisible();
  await expect(page.getByText('Carol Chen').first()).toBeVisible();
});
