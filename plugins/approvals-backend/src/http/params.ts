import { ID_SHAPE } from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal } from './errors';

type NamesIn<Path extends string> =
  Path extends `${string}:${infer Name}/${infer Rest}`
    ? Name | NamesIn<`/${Rest}`>
    : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The parameters of a path such as `/requests/:id/stages/:index/retry`. */
export type ParamsOf<Path extends string> = {
  [Name in NamesIn<Path>]: Name extends 'index' | 'version' ? number : string;
};

const NUMBER = /^(0|[1-9]\d{0,6})$/;
const SHAPES: Record<string, RegExp> = {
  key: /^[a-z0-9][a-z0-9._-]{0,127}$/,
  index: NUMBER,
  version: NUMBER,
};

/**
 * Reads the parameters of a path. What no id, key or number can look like
 * names nothing.
 *
 * @throws ApprovalsRefusal NOT_FOUND
 */
export function readParams(
  params: Record<string, string>,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, read(name, value)]),
  );
}

function read(name: string, value: string): string | number {
  const shape = SHAPES[name] ?? ID_SHAPE;
  if (!shape.test(value)) {
    throw notFound();
  }
  return shape === NUMBER ? Number(value) : value;
}

/** The one answer for what is not there, and for what the caller may not see. */
export function notFound(): ApprovalsRefusal {
  return new ApprovalsRefusal('NOT_FOUND', 'There is no such thing here');
}
