import { Page, expect } from '@playwright/test';
import { signIn } from './portal';

/** Signs in as somebody, whoever was there before. */
export async function signInAnew(
  page: Page,
  displayName: string,
): Promise<void> {
  // A page without the portal's script: nothing there remembers who was here.
  await page.goto('/robots.txt');
  await page.evaluate(() => window.localStorage.clear());
  await signIn(page, displayName);
}

/** Signs in as somebody and opens a request. */
export async function openAs(
  page: Page,
  displayName: string,
  requestId: string,
): Promise<void> {
  await signInAnew(page, displayName);
  await page.goto(`/approvals/requests/${requestId}`);
  await expect(page.getByText('What happened')).toBeVisible();
}

/** Decides in the panel of a request's page. */
export async function decide(
  page: Page,
  button: 'Approve' | 'Reject' | 'Ask changes' | 'Abstain',
  comment?: string,
): Promise<void> {
  if (comment) {
    await page.getByRole('textbox', { name: 'Comment' }).fill(comment);
  }
  await page.getByRole('button', { name: button, exact: true }).click();
}

/** A sentence of the timeline. */
export async function tells(
  page: Page,
  sentence: string,
  within: { timeout?: number } = {},
): Promise<void> {
  await expect(
    page.getByRole('listitem').filter({ hasText: sentence }).first(),
  ).toBeVisible(within);
}

/** The status in the head of the page. */
export async function hasStatus(page: Page, status: string): Promise<void> {
  await expect(
    page.getByRole('main').getByText(status, { exact: true }).first(),
  ).toBeVisible();
}
