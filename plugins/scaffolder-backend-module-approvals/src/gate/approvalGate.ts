import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { examples } from './approvalGate.examples';
import { askingFields, onRejectedField, outcomeFields } from './askingFields';
import { DryRun } from './DryRun';
import { Gate } from './Gate';
import { gateInput, readInput } from './gateInput';
import { output } from './output';

/** The action `approval:gate`: nothing behind it runs without an approval of exactly these parameters. */
export function createApprovalGateAction(options: {
  gate: Gate;
  dryRun: DryRun;
}) {
  const { gate, dryRun } = options;
  return createTemplateAction({
    id: 'approval:gate',
    description:
      'Waits until somebody has approved exactly these parameters. The run ends meanwhile, and goes on from here.',
    examples,
    supportsDryRun: true,
    schema: {
      input: { ...askingFields, onRejected: onRejectedField },
      output: outcomeFields,
    },
    async handler(ctx) {
      const input = readInput(gateInput, ctx.input);
      output(
        ctx,
        ctx.isDryRun
          ? await dryRun.tell(ctx, input)
          : await gate.pass(ctx, input),
      );
    },
  });
}
