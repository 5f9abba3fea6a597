import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { examples } from './approvalRequest.examples';
import { onRejectedField } from './askingFields';
import { Gate } from './Gate';
import { readInput, waitInput } from './gateInput';

/** The action `approval:wait`: waits for requests that earlier steps have made. */
export function createApprovalWaitAction({ gate }: { gate: Gate }) {
  return createTemplateAction({
    id: 'approval:wait',
    description:
      'Waits until all requests that approval:request has made in this run are approved. The run ends meanwhile, and goes on from here.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        requests: z =>
          z
            .union([z.string(), z.array(z.string()).min(1)])
            .describe('Ids of requests, as approval:request gives them'),
        onRejected: onRejectedField,
      },
      output: {
        status: z =>
          z
            .string()
            .describe(
              'approved when all are; else how the first other one has ended',
            ),
        results: z =>
          z
            .array(z.record(z.unknown()))
            .describe(
              'Of each request: requestId, status, approvers, comments, decidedAt',
            ),
      },
    },
    async handler(ctx) {
      const input = readInput(waitInput, ctx.input);
      if (ctx.isDryRun) {
        ctx.logger.info('Would wait until all of these are approved.');
        ctx.output('status', 'approved');
        ctx.output('results', []);
        return;
      }
      const results = await gate.wait(ctx, input);
      const other = results.find(({ status }) => status !== 'approved');
      ctx.output('status', other?.status ?? 'approved');
      ctx.output('results', results);
    },
  });
}
