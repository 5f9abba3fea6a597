type Json = Record<string, unknown>;
type Schema = {
  title?: string;
  description?: string;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: { const?: unknown; title?: string }[];
};

/** How a value is shown. */
export type FactValue =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string }
  | { kind: 'entity'; ref: string }
  | { kind: 'flag'; on: boolean }
  | { kind: 'empty' };

/** What became of a fact since the former round. */
export type FactChange =
  | { kind: 'added' }
  | { kind: 'changed'; before: FactValue[] }
  | { kind: 'removed' };

/** One line of what is asked. */
export type Fact = {
  path: string;
  label: string;
  hint?: string;
  values: FactValue[];
  change?: FactChange;
};

/**
 * The context as a readable list: in the order and with the titles of its
 * schema, nested objects opened, and what changed since the round before.
 */
export function factsOf(context: Json, schema: unknown, before?: Json): Fact[] {
  const root = (schema ?? {}) as Schema;
  const now = flatten(context, root);
  if (!before) return now;
  const former = new Map(flatten(before, root).map(fact => [fact.path, fact]));
  const facts = now.map((fact): Fact => {
    const old = former.get(fact.path);
    former.delete(fact.path);
    if (!old) return { ...fact, change: { kind: 'added' } };
    return same(old.values, fact.values)
      ? fact
      : { ...fact, change: { kind: 'changed', before: old.values } };
  });
  const removed = [...former.values()].map(
    (fact): Fact => ({ ...fact, change: { kind: 'removed' } }),
  );
  return [...facts, ...removed];
}

const MUCH = 60;
const MANY = 3;

/** True when a fact needs the whole width of a narrow screen. */
export function isLong({ values }: Fact): boolean {
  return values.length > MANY || values.some(value => lengthOf(value) > MUCH);
}

function lengthOf(value: FactValue): number {
  if (value.kind === 'link') return value.href.length;
  return 'text' in value ? value.text.length : 0;
}

function flatten(value: Json, schema: Schema, path = '', label = ''): Fact[] {
  return keysInOrder(value, schema).flatMap(key => {
    const inner = schema.properties?.[key] ?? {};
    const name = label
      ? `${label} › ${inner.title ?? readable(key)}`
      : inner.title ?? readable(key);
    return factOrFacts(value[key], inner, `${path}/${key}`, name);
  });
}

function factOrFacts(
  value: unknown,
  schema: Schema,
  path: string,
  label: string,
): Fact[] {
  if (isObject(value) && Object.keys(value).length > 0) {
    return flatten(value, schema, path, label);
  }
  if (Array.isArray(value) && value.some(isObject)) {
    return value.flatMap((item, place) =>
      factOrFacts(
        item,
        schema.items ?? {},
        `${path}/${place}`,
        `${label} ${place + 1}`,
      ),
    );
  }
  const values = Array.isArray(value)
    ? value.map(item => valueOf(item, schema.items ?? {}))
    : [valueOf(value, schema)];
  return [
    {
      path,
      label,
      hint: schema.description,
      values: values.length > 0 ? values : [{ kind: 'empty' }],
    },
  ];
}

function keysInOrder(value: Json, schema: Schema): string[] {
  const known = Object.keys(schema.properties ?? {}).filter(
    key => key in value,
  );
  return [...new Set([...known, ...Object.keys(value)])];
}

function valueOf(value: unknown, schema: Schema): FactValue {
  const title = schema.oneOf?.find(option => option.const === value)?.title;
  if (title) return { kind: 'text', text: title };
  if (typeof value === 'boolean') return { kind: 'flag', on: value };
  if (typeof value === 'number') return { kind: 'text', text: String(value) };
  if (typeof value !== 'string' || value === '') return { kind: 'empty' };
  if (schema.format === 'uri' && /^https?:\/\//.test(value)) {
    return { kind: 'link', href: value };
  }
  return looksTechnical(value)
    ? { kind: 'code', text: value }
    : { kind: 'text', text: value };
}

/** Ids, addresses and expressions are compared letter by letter: they stand in code. */
function looksTechnical(value: string): boolean {
  return !/\s/.test(value) && /[-_/:.=@\d]/.test(value);
}

/** `redirectUris` as "Redirect uris". */
function readable(key: string): string {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(a: FactValue[], b: FactValue[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
