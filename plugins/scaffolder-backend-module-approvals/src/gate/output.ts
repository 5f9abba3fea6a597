import { ActionContext } from '@backstage/plugin-scaffolder-node';
import { JsonObject, JsonValue } from '@backstage/types';

/** Hands on all fields of a result as outputs of the step. */
export function output(
  ctx: Pick<ActionContext<JsonObject>, 'output'>,
  result: Record<string, JsonValue>,
): void {
  for (const [name, value] of Object.entries(result)) {
    ctx.output(name, value);
  }
}
