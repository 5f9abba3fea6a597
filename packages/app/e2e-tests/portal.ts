import fs from 'node:fs';
import { Callers, createCallers } from '@countersign/scripts';
import { Page, test as base, expect } from '@playwright/test';

export { expect };

/** Holds the token of the service caller. */
export const serviceTokenFile =
  process.env.SERVICE_TOKEN_FILE ?? '.data/service-token';

type Fixtures = {
  /** Typed clients, for what no page does yet and for what others do meanwhile. */
  callers: Callers;
};

/** A page that fails the test when the browser's console reports an error. */
export const test = base.extend<Fixtures>({
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
  callers: async ({ baseURL }, provide) => {
    const token = fs.readFileSync(serviceTokenFile, 'utf8').trim();
    await provide(createCallers(baseURL ?? '', token));
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
