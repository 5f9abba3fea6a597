import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  verifyApproval,
  VerifyingClient,
} from '@countersign/backstage-plugin-approvals-node';
import { z as zod } from 'zod';

/** What was approved, as the policy `database-user` has it. */
const approved = zod.object({
  username: zod.string().regex(/^[a-z][a-z0-9_]{2,30}$/),
  access: zod.enum(['read', 'write']).default('read'),
  days: zod.int().min(1).max(90).default(14),
});

/**
 * The action `demo:create-database-user`. It stands for what makes users on a
 * real database, and shows what such an action does first: it takes nothing
 * from the template but the id of the request, makes sure that this run may act
 * on it, and does what was approved.
 */
export function createDatabaseUserAction(options: {
  client: VerifyingClient;
  /** Where the users are written, a file each. */
  folder: string;
  now?: () => number;
}) {
  const { client, folder, now = Date.now } = options;
  return createTemplateAction({
    id: 'demo:create-database-user',
    description: 'Writes an approved database user into a file of the demo',
    schema: {
      input: {
        approval: z =>
          z.string().describe('Id of the request, as approval:gate gives it'),
      },
      output: {
        username: z => z.string().describe('The name of the user'),
        validUntil: z => z.string().describe('The day on which it ends'),
        file: z => z.string().describe('Where it was written'),
      },
    },
    async handler(ctx) {
      const { policyKey, subject, context, requester, approvers } =
        await verifyApproval({
          client,
          requestId: ctx.input.approval,
          run: {
            kind: 'scaffolder',
            idPrefix: `${ctx.task.id}/`,
            initiator: await ctx.getInitiatorCredentials(),
          },
          about: { policyKey: 'database-user' },
          signal: ctx.signal,
        });
      const { username, access, days } = approved.parse(context);
      const validUntil = new Date(now() + days * 86_400_000)
        .toISOString()
        .slice(0, 10);
      const user = {
        ...{ username, access, validUntil, database: subject.entityRef },
        ...{ policyKey, requester, approvers, approval: ctx.input.approval },
      };
      const file = path.join(folder, fileOf(subject.id));
      await mkdir(folder, { recursive: true });
      await writeFile(file, `${JSON.stringify(user, undefined, 2)}\n`);
      ctx.logger.info(`Made the user '${username}' in ${file}`);
      ctx.output('username', username);
      ctx.output('validUntil', validUntil);
      ctx.output('file', file);
    },
  });
}

/** A name that says what it is about, and that nothing else has, whatever signs are in the id. */
function fileOf(id: string): string {
  const readable = id.replace(/\W+/g, '-').slice(0, 80);
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `${readable}.${digest}.json`;
}
