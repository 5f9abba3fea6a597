import {
  ERROR_STATUS,
  ErrorCode,
  Operation,
  operations,
} from '@countersign/backstage-plugin-approvals-common';
import Ajv2020, { ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../http/openapi/document';

/** One answer of the API, with what was sent for it. */
export type Exchange = {
  method: string;
  /** Below the base path, without the query. */
  path: string;
  /** The JSON that was sent; undefined where none was. */
  sent?: unknown;
  status: number;
  /** Media type of the answer, without its parameters. */
  type?: string;
  body: unknown;
};

type Content = { content?: Record<string, { schema: object }> };
type Described = {
  requestBody?: Content;
  responses: Record<string, Content & { $ref?: string }>;
};

const JSON_TYPE = 'application/json';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
// Zod leaves the names of schemas in them; to Ajv the word is one of draft 4.
ajv.removeKeyword('id');

const document = openApiDocument() as {
  paths: Record<string, Record<string, Described>>;
  components: object;
};
const compiled = new Map<object, ValidateFunction>();

function faultsOf(schema: object, value: unknown): string | undefined {
  const validate =
    compiled.get(schema) ??
    ajv.compile({ ...schema, components: document.components });
  compiled.set(schema, validate);
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

const routes = Object.values(operations).map((operation: Operation) => ({
  operation,
  shape: new RegExp(`^${operation.path.replace(/:\w+/g, '[^/]+')}$`),
  isExact: !operation.path.includes(':'),
}));

/** The operation that serves a path; exact paths come first. */
export function operationOf(
  method: string,
  path: string,
): Operation | undefined {
  const fitting = routes.filter(
    ({ operation, shape }) => operation.method === method && shape.test(path),
  );
  return (fitting.find(({ isExact }) => isExact) ?? fitting[0])?.operation;
}

/**
 * What in an answer is not as the operation's Zod schema and the OpenAPI
 * document promise: one sentence each.
 */
export function broken(exchange: Exchange): string[] {
  const { method, path, status, body } = exchange;
  const operation = operationOf(method, path);
  if (!operation) {
    return status === 404 ? [] : [`answers ${status} where there is no route`];
  }
  const described =
    document.paths[operation.path.replace(/:(\w+)/g, '{$1}')][
      method.toLowerCase()
    ];
  const faults =
    status >= 400
      ? brokenRefusal(status, body)
      : brokenSuccess(operation, described, exchange);
  return described.responses[status]
    ? faults
    : [`${status} is not among the described answers`, ...faults];
}

function brokenSuccess(
  { response, body: bodySchema }: Operation,
  { responses, requestBody }: Described,
  { status, body, sent, type = JSON_TYPE }: Exchange,
): string[] {
  if (type !== JSON_TYPE) {
    const isDescribed = responses[status]?.content?.[type] !== undefined;
    return isDescribed ? [] : [`OpenAPI does not know of ${type}`];
  }
  const faults: string[] = [];
  const parsed = response?.safeParse(body);
  if (parsed && !parsed.success) {
    faults.push(`Zod: ${parsed.error.message}`);
  } else if (parsed && JSON.stringify(parsed.data) !== JSON.stringify(body)) {
    const known = JSON.stringify(sorted(parsed.data));
    if (known !== JSON.stringify(sorted(body))) {
      faults.push('Zod: the answer has more than its schema');
    }
  }
  const schema = responses[status]?.content?.[JSON_TYPE]?.schema;
  const wrong = schema && faultsOf(schema, body);
  if (wrong) {
    faults.push(`OpenAPI, answer: ${wrong}`);
  }
  const sentSchema = requestBody?.content?.[JSON_TYPE]?.schema;
  const wrongSent =
    bodySchema && sentSchema && sent !== undefined
      ? faultsOf(sentSchema, sent)
      : undefined;
  return wrongSent
    ? [...faults, `OpenAPI, what was sent and taken: ${wrongSent}`]
    : faults;
}

function brokenRefusal(status: number, body: unknown): string[] {
  if (status >= 500 && status !== 503) {
    return [`a fault of our own: ${JSON.stringify(body)}`];
  }
  const wrong = faultsOf({ $ref: '#/components/schemas/Error' }, body);
  if (wrong) {
    return [`OpenAPI, refusal: ${wrong}`];
  }
  const { code } = (body as { error: { code?: ErrorCode } }).error;
  // Who is not signed in is told so by Backstage, without our code.
  const isOurs = code !== undefined || status !== 401;
  return !isOurs || (code && ERROR_STATUS[code] === status)
    ? []
    : [`${status} with the code ${code}`];
}

/** A JSON value with its keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
