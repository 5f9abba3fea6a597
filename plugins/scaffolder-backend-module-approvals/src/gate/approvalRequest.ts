import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { examples } from './approvalRequest.examples';
import { askingFields } from './askingFields';
import { DryRun } from './DryRun';
import { Gate } from './Gate';
import { readInput, requestInput } from './gateInput';
import { output } from './output';

/** The action `approval:request`: asks, and goes on without waiting. */
export function createApprovalRequestAction(options: {
  gate: Gate;
  dryRun: DryRun;
}) {
  const { gate, dryRun } = options;
  return createTemplateAction({
    id: 'approval:request',
    description:
      'Asks for approval and goes on at once; approval:wait then waits for several requests together.',
    examples,
    supportsDryRun: true,
    schema: {
      input: askingFields,
      output: {
        requestId: z => z.string().describe('Id of the request'),
        status: z =>
          z.string().describe('How it stands now: in_review, mostly'),
      },
    },
    async handler(ctx) {
      const input = readInput(requestInput, ctx.input);
      const asked = ctx.isDryRun
        ? await dryRun.tell(ctx, input)
        : await gate.ask(ctx, input).then(({ id, status }) => ({
            requestId: id,
            status,
          }));
      output(ctx, { requestId: asked.requestId, status: asked.status });
    },
  });
}
