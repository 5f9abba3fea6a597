import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal } from '../http';
import { Sandbox } from '../sandbox';

/** Checks contexts against the schema of their policy. */
export class ContextCheck {
  readonly #sandbox: Sandbox;

  constructor(options: { sandbox: Sandbox }) {
    this.#sandbox = options.sandbox;
  }

  /** @throws ApprovalsRefusal CONTEXT_INVALID with a path below `/context` for each fault */
  async check(
    { key, contextSchema }: PolicyDefinition,
    context: Record<string, unknown>,
  ): Promise<void> {
    if (!contextSchema) {
      return;
    }
    const faults = await this.#sandbox.checkContext(
      key,
      contextSchema,
      context,
    );
    if (faults.length > 0) {
      const issues = faults.map(({ path, message }) => ({
        path: `/context${path}`,
        message,
      }));
      throw new ApprovalsRefusal(
        'CONTEXT_INVALID',
        `The context breaks the schema of policy '${key}': ${issues[0].path} ${issues[0].message}`,
        { issues },
      );
    }
  }
}
