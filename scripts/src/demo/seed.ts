import fs from 'node:fs';
import path from 'node:path';
import {
  ApprovalsClient,
  ApprovalsError,
} from '@countersign/backstage-plugin-approvals-common';
import { parse } from 'yaml';
import { createCallers, signIn } from './callers';
import { play } from './play';
import { stories } from './stories';

/**
 * Fills the demo through the public API: the policies of `examples/policies`,
 * a delegation, and a few requests in different states.
 *
 * `seed.ts <url> <file with the service token> <folder of policies>`
 */
async function main([url, tokenFile, folder]: string[]): Promise<void> {
  const callers = createCallers(url, fs.readFileSync(tokenFile, 'utf8').trim());
  for (const file of fs.readdirSync(folder).sort()) {
    await activate(callers.as('erin'), path.join(folder, file));
  }
  await delegate(callers.as('carol'));
  for (const story of stories) {
    await play(callers, story);
    process.stdout.write(`${story.ask.subject.title}\n`);
  }
  await writeDocs(url);
}

async function activate(admin: ApprovalsClient, file: string): Promise<void> {
  const definition = parse(fs.readFileSync(file, 'utf8'));
  const params = { key: definition.key, version: 1 };
  try {
    await admin.createPolicy({ body: { definition } });
  } catch (error) {
    if (!(error instanceof ApprovalsError && error.code === 'KEY_EXISTS')) {
      throw error;
    }
  }
  await admin.activatePolicyVersion({ params, body: {} });
}

/** Carol is away for a while: Dave sees what waits on her, for Keycloak clients. */
async function delegate(carol: ApprovalsClient): Promise<void> {
  const start = new Date();
  const end = new Date(start.getTime() + 5 * 24 * 3_600_000);
  await carol.createDelegation({
    body: {
      delegate: 'user:default/dave',
      start: start.toISOString(),
      end: end.toISOString(),
      policyKeys: ['keycloak-client'],
      reason: 'At a conference',
    },
    idempotencyKey: 'demo-away',
  });
}

/** Makes the documentation's pages, so that they open at once and are found. */
async function writeDocs(url: string): Promise<void> {
  const token = await signIn(url, 'erin');
  const response = await fetch(
    `${url}/api/techdocs/sync/default/system/countersign`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  await response.text();
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  if (error instanceof ApprovalsError) {
    process.stderr.write(`${JSON.stringify(error.issues)}\n`);
  }
  process.exitCode = 1;
});
