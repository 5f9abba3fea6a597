import { JsonObject } from '@backstage/types';
import { passwordFields } from '../templates/rules';

/** One field of a form, as it was filled in. */
export type ShownParameter = { title: string; value: unknown };

type Field = {
  title?: string;
  enum?: unknown[];
  enumNames?: string[];
  'ui:backstage'?: { review?: { show?: boolean; mask?: string } };
};

/** Where JSON Schema keeps fields that appear with others. */
const NESTS = ['dependencies', 'allOf', 'anyOf', 'oneOf', 'then', 'else'];

/** What a field of an unknown form may be called when it holds a secret. */
const SECRET_NAME = /passw|passphrase|secret|token|credential|api.?key/i;

/**
 * What was typed into a template's form, in its order and with its titles.
 * What a form hides stays hidden.
 *
 * @param pages - JSON Schemas of the form's pages; none when the template cannot be read
 */
export function shownParameters(
  pages: readonly unknown[],
  values: JsonObject,
): ShownParameter[] {
  const fields = new Map<string, Field>();
  pages.forEach(page => collect(page, fields));
  const hidden = passwordFields(pages);
  const known = [...fields].filter(([name]) => values[name] !== undefined);
  const others = Object.keys(values).filter(name => !fields.has(name));
  return [
    ...known.flatMap(([name, field]) =>
      hidden.includes(name) ? [] : shown(name, field, values[name], hidden),
    ),
    ...others
      .filter(name => !SECRET_NAME.test(name) && !hidden.includes(name))
      .map(name => ({ title: name, value: without(hidden, values[name]) })),
  ];
}

function shown(
  name: string,
  field: Field,
  value: unknown,
  hidden: string[],
): ShownParameter[] {
  const { show = true, mask } = field['ui:backstage']?.review ?? {};
  const title = field.title ?? name;
  if (!show) {
    return [];
  }
  if (mask !== undefined) {
    return [{ title, value: mask }];
  }
  const index = field.enum?.indexOf(value) ?? -1;
  const label = field.enumNames?.[index];
  return [{ title, value: label ?? without(hidden, value) }];
}

/** A value less what is hidden inside it. */
function without(hidden: string[], value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(item => without(hidden, item))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([name]) => !hidden.includes(name))
          .map(([name, item]) => [name, without(hidden, item)]),
      );
}

function collect(schema: unknown, fields: Map<string, Field>): void {
  if (typeof schema !== 'object' || schema === null) {
    return;
  }
  const { properties, ...rest } = schema as Record<string, unknown>;
  for (const [name, field] of Object.entries(properties ?? {})) {
    if (typeof field === 'object' && field !== null && !fields.has(name)) {
      fields.set(name, field);
    }
  }
  for (const name of NESTS) {
    Object.values(rest[name] ?? {}).forEach(part => collect(part, fields));
    collect(rest[name], fields);
  }
}
