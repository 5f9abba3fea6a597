import SwaggerParser from '@apidevtools/swagger-parser';
import {
  Operation,
  OperationName,
  operations,
} from '@countersign/backstage-plugin-approvals-common';
import { openApiDocument } from './document';
import { bodyExamples } from './examples';

type Described = Record<
  string,
  Record<string, { operationId: string; responses: object }>
>;

describe('the OpenAPI document', () => {
  const document = openApiDocument() as { paths: Described };

  it('is valid OpenAPI 3.1', async () => {
    const copy = JSON.parse(JSON.stringify(document));
    await expect(SwaggerParser.validate(copy)).resolves.toMatchObject({
      openapi: '3.1.0',
    });
  });

  it('describes each operation once, and nothing else', () => {
    const described = Object.entries(document.paths).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(
          ([method, { operationId }]) =>
            `${operationId} ${method.toUpperCase()} ${path}`,
        ),
    );
    const wanted = Object.entries(operations).map(
      ([name, { method, path }]) =>
        `${name} ${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    );
    expect(described.sort()).toEqual(wanted.sort());
  });

  it('leaves no reference into the blue', () => {
    const text = JSON.stringify(document);
    expect(text).not.toContain('$defs');
    expect(text).toContain('#/components/schemas/Request"');
  });

  it.each(Object.entries(bodyExamples))(
    'has an example for %s that the route takes',
    (name, example) => {
      const operation: Operation = operations[name as OperationName];
      expect(operation.body?.safeParse(example).error).toBeUndefined();
    },
  );
});
