import { readdir } from 'node:fs/promises';
import { Settings } from '../settings';
import { checkTemplate, Finding } from '../templates/checkTemplate';
import { CheckedTemplate } from '../templates/template';
import { GateError } from './GateError';
import { secretWithin, takesSecrets } from './secrets';
import { StepContext } from './StepContext';
import { plain } from './words';

/** Why a task that parks here could not go on as it should; undefined when it could. */
export async function unreadiness(
  { recovers, keepsWorkspace }: Settings,
  { workspacePath }: Pick<StepContext, 'workspacePath'>,
): Promise<string | undefined> {
  if (!recovers) {
    return 'A run that waits needs `scaffolder.taskRecovery.enabled: true` in the configuration of this portal: without it, all steps before this one would run a second time.';
  }
  return keepsWorkspace || (await isEmpty(workspacePath))
    ? undefined
    : 'Steps before this one have made files, and they would be gone after the wait. Put this step first, or set `scaffolder.taskRecovery.workspaceProvider` in the configuration of this portal.';
}

async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch {
    return true;
  }
}

/** What makes a template unfit to run here, the worst first. */
export function faultsOf(
  template: CheckedTemplate | undefined,
  { enforce }: Settings,
): Finding[] {
  const bad = enforce === 'refuse' ? ['refused', 'error'] : ['refused'];
  return template
    ? checkTemplate(template).filter(({ severity }) => bad.includes(severity))
    : [];
}

/** What is said of them to whoever runs the template. */
export function templateRefused(findings: Finding[]): GateError {
  const faults = findings.map(({ message }) => plain(message)).join('; ');
  return new GateError(
    'TemplateRefused',
    `This template cannot be run until its author has changed it: ${faults}.`,
  );
}

/** @throws GateError GateInputRefused where approvers would read a secret */
export function refuseSecrets(
  ctx: Pick<StepContext, 'secrets' | 'step'>,
  input: unknown,
  template: CheckedTemplate | undefined,
  { environmentSecrets }: Settings,
): void {
  const steps = (template?.steps ?? []).filter(({ id }) => id === ctx.step?.id);
  if (steps.length === 0) {
    throw new GateError(
      'GateNotReady',
      'What this step takes cannot be read, so nobody knows whether it takes secrets. Nobody was asked.',
    );
  }
  const raw = steps.flatMap(step => [step.input, step.each]);
  const name = secretWithin(input, { ...environmentSecrets, ...ctx.secrets });
  if (takesSecrets(raw) || name !== undefined) {
    throw new GateError(
      'GateInputRefused',
      `Secrets do not go into what is asked for: approvers read it, and it is kept for ever.${
        name === undefined
          ? ''
          : ` The value of the secret '${plain(name)}' stands in it.`
      } Nobody was asked.`,
    );
  }
}
