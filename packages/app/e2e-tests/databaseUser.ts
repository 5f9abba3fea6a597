import { Callers, signIn as tokenOf } from '@countersign/scripts';
import { Page } from '@playwright/test';
import { expect, signIn } from './portal';

const DATABASE = 'resource:default/ledger-prod';
const VALUES = { access: 'read', days: 14, reason: 'A slow report' };

/** Fills in the demo's form, and starts it. */
async function askForUser(page: Page, username: string): Promise<void> {
  const formData = JSON.stringify({ database: DATABASE, username });
  await page.goto(
    `/create/templates/default/request-database-user?${new URLSearchParams({
      formData,
    })}`,
  );
  await expect(page.getByRole('textbox', { name: 'User name' })).toHaveValue(
    username,
  );
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('textbox', { name: 'What for' }).fill('A slow report');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.waitForURL(/\/create\/tasks\/[^/]+$/);
}

/** Starts a run as Alice, and tells which request it waits for. */
export async function startWaiting(
  page: Page,
  username: string,
): Promise<string> {
  await signIn(page, 'Alice Amari');
  await askForUser(page, username);
  // In the words of the run, and on the card below.
  const link = page.getByRole('link', { name: /^Read access for / }).first();
  return (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
}

/** Approves as Carol, somewhere else. */
export async function approve(
  callers: Callers,
  requestId: string,
): Promise<void> {
  const carol = callers.as('carol');
  await expect(async () => {
    const { items } = await carol.listTasks({ query: { limit: '100' } });
    const task = items.find(item => item.requestId === requestId);
    await carol.decideTask({
      params: { id: task?.id ?? '' },
      body: { decision: 'approve' },
    });
  }).toPass();
}

/** Starts a run as Alice with secrets, which the demo's form asks for none of. */
export async function startWithSecrets(
  baseURL: string,
  username: string,
  secrets: Record<string, string>,
): Promise<string> {
  const answer = await asAlice(baseURL, '/v2/tasks', {
    templateRef: 'template:default/request-database-user',
    values: { ...VALUES, database: DATABASE, username },
    secrets,
  });
  return ((await answer.json()) as { id: string }).id;
}

/** Cancels a run of Alice's. */
export async function cancelRun(baseURL: string, id: string): Promise<void> {
  await asAlice(baseURL, `/v2/tasks/${id}/cancel`, {});
}

async function asAlice(baseURL: string, path: string, body: object) {
  const answer = await fetch(`${baseURL}/api/scaffolder${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokenOf(baseURL, 'alice')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  return answer;
}
