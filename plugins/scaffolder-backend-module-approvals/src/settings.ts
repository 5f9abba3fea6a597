import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const ENFORCE = ['off', 'warn', 'refuse'] as const;

/** What becomes of the faults that the check of templates finds. */
export type Enforce = (typeof ENFORCE)[number];

/** What the configuration says that matters to gates. */
export type Settings = {
  /** The portal's address, without a slash at its end. */
  portal: string;
  enforce: Enforce;
  /** Finished steps keep their outputs, and are not run again, when a task goes on. */
  recovers: boolean;
  /** Files of earlier steps are there again when a task goes on. */
  keepsWorkspace: boolean;
  /** Secrets that every template may use, by name. */
  environmentSecrets: Record<string, string>;
};

/** @throws InputError when `approvals.templates.enforce` is something else */
export function readSettings(config: Config): Settings {
  return {
    portal: (config.getOptionalString('app.baseUrl') ?? '').replace(/\/$/, ''),
    enforce: readEnforce(config),
    recovers:
      config.getOptionalBoolean('scaffolder.taskRecovery.enabled') ??
      config.getOptionalBoolean('scaffolder.EXPERIMENTAL_recoverTasks') ??
      false,
    keepsWorkspace:
      config.has('scaffolder.taskRecovery.workspaceProvider') ||
      (config.getOptionalBoolean(
        'scaffolder.EXPERIMENTAL_workspaceSerialization',
      ) ??
        false),
    environmentSecrets:
      config.getOptional<Record<string, string>>(
        'scaffolder.defaultEnvironment.secrets',
      ) ?? {},
  };
}

function readEnforce(config: Config): Enforce {
  const name = 'approvals.templates.enforce';
  const said = config.getOptionalString(name) ?? 'warn';
  const enforce = ENFORCE.find(word => word === said);
  if (!enforce) {
    throw new InputError(
      `'${name}' is '${said}'; it takes ${ENFORCE.join(', ')}`,
    );
  }
  return enforce;
}
