import {
  Operation,
  OperationName,
  operations,
} from '@countersign/backstage-plugin-approvals-common';
import { idempotencyKey, pathParameters, queryParameters } from './parameters';
import { bodyExamples } from './examples';
import { errorSchema, refusalResponses, refusalsOf } from './refusals';
import { Json, toSchema } from './schemas';

const TAGS: Record<Operation['tag'], string> = {
  Requests: 'Ask, follow, take back',
  Tasks: 'The inbox: seats and decisions',
  Policies: 'How requests are approved',
  Delegations: 'Who acts for whom, and when',
  Webhooks: 'Whom the portal tells, and how it went',
  Audit: 'History and its proof',
  About: 'This API',
};

const DESCRIPTION = `Ask for approval, decide, and prove who decided what.

Times are RFC 3339. Lists are paged forward by \`nextCursor\`. A refusal carries a stable \`error.code\`.`;

const REPEATABLE = new Set<string>([
  'createRequest',
  'decideTask',
] satisfies OperationName[]);

/** What the audit answers besides JSON: `format=jsonl` and `format=csv`. */
const EXPORTS: Json = {
  'application/jsonl': { schema: { type: 'string' } },
  'text/csv': { schema: { type: 'string' } },
};

let document: Json | undefined;

/** The OpenAPI 3.1 document, made from the schemas that the routes parse with. */
export function openApiDocument(): Json {
  document ??= makeDocument();
  return document;
}

function makeDocument(): Json {
  const schemas: Json = { Error: errorSchema };
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries(operations)) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    const method = operation.method.toLowerCase();
    paths[path] = {
      ...paths[path],
      [method]: describe(name, operation, schemas),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign approvals',
      version: '0.1.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: DESCRIPTION,
    },
    servers: [{ url: '/api/approvals' }],
    security: [{ backstage: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({
      name,
      description,
    })),
    paths,
    components: {
      schemas,
      responses: refusalResponses(),
      securitySchemes: {
        backstage: {
          type: 'http',
          scheme: 'bearer',
          description: 'A Backstage token of a person or a service',
        },
      },
    },
  };
}

function describe(name: string, operation: Operation, schemas: Json): Json {
  const { method, path, summary, tag, query, body, status, open } = operation;
  return {
    operationId: name,
    summary,
    tags: [tag],
    ...(open && { security: [] }),
    parameters: [
      ...pathParameters(path),
      ...queryParameters(query, schemas),
      ...(method === 'POST' ? [idempotencyKey] : []),
    ],
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: jsonContent(toSchema(body, 'input', schemas), {
          ...(name in bodyExamples && {
            example: bodyExamples[name as OperationName],
          }),
        }),
      },
    }),
    responses: {
      [status]: success(operation, schemas),
      // What was there already, a decision or an execution's request, is answered again.
      ...(REPEATABLE.has(name) && { 200: success(operation, schemas) }),
      ...refusalsOf(operation),
    },
  };
}

function success({ response, summary, query }: Operation, schemas: Json): Json {
  return {
    description: summary,
    ...(response && {
      content: {
        ...jsonContent(toSchema(response, 'output', schemas)),
        ...(query === operations.listAudit.query && EXPORTS),
      },
    }),
  };
}

function jsonContent(schema: Json, more: Json = {}): Json {
  return { 'application/json': { schema, ...more } };
}
