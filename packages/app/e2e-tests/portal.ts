import { Page, test as base, expect } from '@playwright/test';

export { expect };

/** A page that fails the test when the browser's console reports an error. */
export const test = base.extend({
  page: async ({ page }, provide) => {
    const errors: string[] = [];
    page.on('console', message => {
      if (message.type() === 'error') {
        errors.push(message.text());
      }
    });
    page.on('pageerror', error => errors.push(String(error)));
    await provide(page);
    expect(errors, 'errors in the console of the browser').toEqual([]);
  },
});

/** Signs in on the sign-in page, as a person would. */
export async function signIn(page: Page, displayName: string): Promise<void> {
  await page.goto('/');
  await page.getByText(displayName).click();
  await expect(
    page.getByRole('heading', {
      name: `Good to see you, ${displayName.split(' ')[0]}`,
    }),
  ).toBeVisible();
}
