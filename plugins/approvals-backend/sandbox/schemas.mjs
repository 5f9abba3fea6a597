// JSON Schema 2020-12 through Ajv. Nothing is ever fetched.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const COMPILING_MS = 1_000;
const VALIDATING_MS = 200;
const KEPT = 50;
const MOST_ISSUES = 50;

/** What forms may say beside the schema; it validates nothing. */
const FORM_WORDS = [
  'ui:autofocus',
  'ui:description',
  'ui:enumNames',
  'ui:field',
  'ui:help',
  'ui:options',
  'ui:order',
  'ui:placeholder',
  'ui:title',
  'ui:widget',
];

function newAjv() {
  const ajv = new Ajv2020({
    // What is no keyword is refused; what JSON Schema allows is allowed.
    strictSchema: true,
    strictNumbers: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allErrors: true,
    logger: false,
    addUsedSchema: false,
  });
  addFormats(ajv);
  ajv.addVocabulary(FORM_WORDS);
  return ajv;
}

const metaSchemas = newAjv();
/** Compiled by their own text: the same text always means the same. */
const compiled = new Map();

/** What is wrong in a schema, with JSON Pointers into it. */
export function checkSchema(schema, begin) {
  begin(COMPILING_MS);
  const banned = findBanned(schema, '');
  if (banned) {
    return { issues: [banned] };
  }
  if (!metaSchemas.validateSchema(schema)) {
    return { issues: toIssues(metaSchemas.errors) };
  }
  try {
    newAjv().compile(schema);
    return { issues: [] };
  } catch (error) {
    return { issues: [{ path: '', message: String(error.message) }] };
  }
}

/** What is wrong in a context, with JSON Pointers into it. */
export function checkContext({ schema, context }, begin) {
  begin(COMPILING_MS);
  const validate = compile(schema);
  begin(VALIDATING_MS);
  return validate(context)
    ? { issues: [] }
    : { issues: toIssues(validate.errors) };
}

function compile(schema) {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  compiled.delete(text);
  const validate = known ?? newAjv().compile(schema);
  compiled.set(text, validate);
  if (compiled.size > KEPT) {
    compiled.delete(compiled.keys().next().value);
  }
  return validate;
}

/** A reference out of the schema, or a validator that would answer later. */
function findBanned(value, path) {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const [key, item] of Object.entries(value)) {
    const at = `${path}/${escapeKey(key)}`;
    if (
      (key === '$ref' || key === '$dynamicRef') &&
      typeof item === 'string' &&
      !item.startsWith('#')
    ) {
      return { path: at, message: 'must point into this schema (#/…)' };
    }
    if (key === '$async' && item === true) {
      return { path: at, message: 'is not supported' };
    }
    const inside = findBanned(item, at);
    if (inside) {
      return inside;
    }
  }
  return undefined;
}

function toIssues(errors) {
  return errors
    .slice(0, MOST_ISSUES)
    .map(({ instancePath, message, params }) => {
      const key =
        params.missingProperty ??
        params.additionalProperty ??
        params.unevaluatedProperty;
      return {
        path:
          key === undefined
            ? instancePath
            : `${instancePath}/${escapeKey(String(key))}`,
        message: words(message, params),
      };
    });
}

function words(message, params) {
  if (params.missingProperty !== undefined) {
    return 'is required';
  }
  if (
    params.additionalProperty !== undefined ||
    params.unevaluatedProperty !== undefined
  ) {
    return 'is not known here';
  }
  if (params.allowedValues) {
    return `${message}: ${JSON.stringify(params.allowedValues).slice(0, 500)}`;
  }
  return message ?? 'is not allowed';
}

function escapeKey(key) {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
