import { JsonObject } from '@backstage/types';
import { secretFields, unreviewedFields } from '../templates/hiddenFields';

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
const SECRET_NAME =
  /passw|passphrase|pwd|secret|token|credential|(api|private|access).?key/i;

/**
 * What was typed into a template's form, in its order and with its titles.
 * What a form hides stays hidden.
 *
 * @param pages - JSON Schemas of the form's pages; none where a run names no template
 */
export function shownParameters(
  pages: readonly unknown[],
  values: JsonObject,
): ShownParameter[] {
  const fields = new Map<string, Field>();
  pages.forEach(page => collect(page, fields));
  const secret = secretFields(pages);
  const inside = [...secret, ...unreviewedFields(pages)];
  const isHidden = (name: string) => inside.includes(name);
  const soundsSecret = (name: string) =>
    isHidden(name) || SECRET_NAME.test(name);
  const known = [...fields].filter(([name]) => values[name] !== undefined);
  const others = Object.entries(values).filter(([name]) => !fields.has(name));
  return [
    ...known.flatMap(([name, field]) =>
      secret.includes(name) ? [] : shown(name, field, values[name], isHidden),
    ),
    ...others
      .filter(([name]) => !soundsSecret(name))
      .map(([title, value]) => ({
        title,
        value: without(soundsSecret, value),
      })),
  ];
}

/** What a form may be filled in with again: its address is kept by browsers and proxies. */
export function refilledParameters(
  pages: readonly unknown[],
  values: JsonObject,
): Record<string, unknown> {
  const fields = new Map<string, Field>();
  pages.forEach(page => collect(page, fields));
  const secret = secretFields(pages);
  const masked = [...fields].flatMap(([name, field]) =>
    field['ui:backstage']?.review?.mask === undefined ? [] : [name],
  );
  const hidden = [...secret, ...masked];
  const isHidden = (name: string) => hidden.includes(name);
  const isOld = (name: string) => !fields.has(name) && SECRET_NAME.test(name);
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !isHidden(name) && !isOld(name))
      .map(([name, value]) => [name, without(isHidden, value)]),
  );
}

/** Values that `shownParameters` leaves out, wherever they stand: what was typed in as a password, say. */
export function hiddenValues(
  pages: readonly unknown[],
  values: JsonObject,
): string[] {
  const fields = new Map<string, Field>();
  pages.forEach(page => collect(page, fields));
  const inside = [...secretFields(pages), ...unreviewedFields(pages)];
  const isHidden = (name: string) =>
    inside.includes(name) || (!fields.has(name) && SECRET_NAME.test(name));
  const within = (value: unknown, hides: boolean): string[] => {
    if (typeof value !== 'object' || value === null) {
      return hides ? [String(value)] : [];
    }
    return Array.isArray(value)
      ? value.flatMap(item => within(item, hides))
      : Object.entries(value).flatMap(([name, item]) =>
          within(item, hides || isHidden(name)),
        );
  };
  return within(values, false);
}

function shown(
  name: string,
  field: Field,
  value: unknown,
  isHidden: (name: string) => boolean,
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
  return [{ title, value: label ?? without(isHidden, value) }];
}

/** A value less what is hidden inside it. */
function without(isHidden: (name: string) => boolean, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(item => without(isHidden, item))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([name]) => !isHidden(name))
          .map(([name, item]) => [name, without(isHidden, item)]),
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
