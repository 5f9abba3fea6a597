import {
  entityRef,
  jsonObject,
  LIMITS,
  link,
  parsePlainly,
  policyKey,
  text,
  toPointer,
  userRef,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { GateError } from './GateError';

/** What templates render from a field that was left empty. */
const orEmpty = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    value => (value === '' || value === null ? undefined : value),
    schema.optional(),
  );

const asked = {
  policy: policyKey(),
  title: orEmpty(text(LIMITS.title)),
  subject: z.strictObject({
    type: text(LIMITS.name),
    id: text(LIMITS.name),
    link: orEmpty(link()),
    entityRef: orEmpty(entityRef()),
  }),
  context: jsonObject().default({}),
  key: orEmpty(text(LIMITS.comment)),
  requester: orEmpty(userRef()),
};

const onRejected = z.enum(['fail', 'continue']).default('fail');

/** The input of `approval:request`. */
export const requestInput = z.strictObject(asked);
export type RequestInput = z.output<typeof requestInput>;

/** The input of `approval:gate`. */
export const gateInput = z.strictObject({ ...asked, onRejected });
export type GateInput = z.output<typeof gateInput>;

/** The input of `approval:wait`. */
export const waitInput = z.strictObject({
  requests: z
    .union([z.string().transform(id => [id]), z.array(z.string())])
    .pipe(z.array(z.string().min(1)).min(1).max(LIMITS.page)),
  onRejected,
});
export type WaitInput = z.output<typeof waitInput>;

/**
 * Reads an input: the scaffolder itself holds it only to a JSON Schema.
 *
 * @throws GateError GateInputRefused, which names each fault
 */
export function readInput<T extends z.ZodType>(
  schema: T,
  input: unknown,
): z.output<T> {
  const read = parsePlainly(schema, input);
  if (!read.success) {
    const faults = read.issues.map(
      ({ path, message }) => `${toPointer(path) || 'input'}: ${message}`,
    );
    throw new GateError('GateInputRefused', faults.join('; '));
  }
  return read.data;
}
