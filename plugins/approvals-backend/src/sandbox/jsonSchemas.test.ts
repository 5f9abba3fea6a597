import { Sandbox } from './Sandbox';

describe('JSON Schemas in the sandbox', () => {
  const sandbox = new Sandbox();
  afterAll(() => sandbox.close());

  const schema = {
    type: 'object',
    required: ['environment'],
    additionalProperties: false,
    properties: {
      environment: { enum: ['dev', 'prod'] },
      'a/b': { type: 'object', properties: { n: { type: 'integer' } } },
      mail: { type: 'string', format: 'email' },
      slow: { type: 'string', pattern: '^(a+)+$' },
    },
  };

  it.each([
    [{ environment: 'dev' }, []],
    [{}, [{ path: '/environment', message: 'is required' }]],
    [
      { environment: 'dev', more: 1 },
      [{ path: '/more', message: 'is not known here' }],
    ],
    [
      { environment: 'qa' },
      [{ path: '/environment', message: expect.stringContaining('"prod"') }],
    ],
    [
      { environment: 'dev', 'a/b': { n: 1.5 } },
      [{ path: '/a~1b/n', message: 'must be integer' }],
    ],
    [
      { environment: 'dev', mail: 'no' },
      [{ path: '/mail', message: expect.stringContaining('email') }],
    ],
    [
      { environment: 'dev', slow: `${'a'.repeat(40)}!` },
      [{ path: '', message: 'took too long and was stopped' }],
    ],
    [{ environment: 'prod' }, []],
  ])('checks the context %j', async (context, issues) => {
    expect(await sandbox.checkContext('test', schema, context)).toEqual(issues);
  });

  it.each([
    ['a good one', schema, []],
    ['words for forms', { type: 'string', 'ui:widget': 'textarea' }, []],
    [
      'a branch that names only what it is about',
      {
        type: 'object',
        properties: { environment: { type: ['string', 'null'] } },
        if: { properties: { environment: { const: 'prod' } } },
        then: { required: ['ticket'] },
      },
      [],
    ],
    [
      'a local reference',
      {
        $defs: { a: { type: 'string' } },
        properties: { x: { $ref: '#/$defs/a' } },
        type: 'object',
      },
      [],
    ],
    [
      'a type that is none',
      { type: 'objekt' },
      [{ path: '/type', message: expect.anything() }],
    ],
    [
      'an unknown keyword',
      { type: 'object', proprties: {} },
      [{ path: '', message: expect.stringContaining('proprties') }],
    ],
    [
      'a broken pattern',
      { type: 'string', pattern: '(' },
      [{ path: expect.anything(), message: expect.anything() }],
    ],
    [
      'a reference to http',
      { properties: { x: { $ref: 'http://127.0.0.1/s.json' } } },
      [
        {
          path: '/properties/x/$ref',
          message: expect.stringContaining('must point into'),
        },
      ],
    ],
    [
      'a reference to a file',
      { $ref: 'file:///etc/passwd' },
      [{ path: '/$ref', message: expect.stringContaining('must point into') }],
    ],
    [
      'a dynamic reference',
      { items: { $dynamicRef: 'other.json' } },
      [{ path: '/items/$dynamicRef', message: expect.anything() }],
    ],
    [
      'a local reference to nothing',
      { $ref: '#/$defs/none' },
      [{ path: '', message: expect.stringContaining('resolve') }],
    ],
    [
      'another draft',
      { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' },
      [{ path: '', message: expect.stringContaining('draft-07') }],
    ],
    [
      'a validator that answers later',
      { $async: true, type: 'object' },
      [{ path: '/$async', message: 'is not supported' }],
    ],
  ])('checks %s', async (_, given, issues) => {
    const found = await sandbox.checkSchema('test', given);
    expect(found.slice(0, 1)).toEqual(issues);
  });

  it('does not mix up two schemas of one id', async () => {
    const of = (type: string) => ({ $id: 'https://example.com/s', type });
    expect(await sandbox.checkContext('test', of('object'), {})).toEqual([]);
    expect(await sandbox.checkContext('test', of('string'), {})).toHaveLength(
      1,
    );
  });

  it('answers a schema that runs in circles', async () => {
    const found = await sandbox.checkContext('test', { $ref: '#' }, {});
    expect(found).toHaveLength(1);
  });
});
