import { Fact, factsOf, isLong } from './factsOf';

const schema = {
  properties: {
    name: { type: 'string', title: 'Client id' },
    minutes: { type: 'integer', title: 'Lifespan (minutes)' },
    docs: { type: 'string', format: 'uri' },
    level: {
      oneOf: [
        { const: 'r', title: 'Reader' },
        { const: 'w', title: 'Writer' },
      ],
    },
    limits: {
      type: 'object',
      title: 'Limits',
      properties: { cpu: { title: 'CPU' } },
    },
  },
};

const labels = (facts: Fact[]) => facts.map(({ label }) => label);

describe('what is asked', () => {
  it('stands in the order and with the titles of the schema, unknown facts last', () => {
    const facts = factsOf(
      { whoKnows: 1, minutes: 15, name: 'billing-web' },
      schema,
    );
    expect(labels(facts)).toEqual([
      'Client id',
      'Lifespan (minutes)',
      'Who knows',
    ]);
  });

  it.each([
    ['an id', { name: 'billing-web' }, { kind: 'code', text: 'billing-web' }],
    ['a word', { name: 'staging' }, { kind: 'text', text: 'staging' }],
    ['a number', { minutes: 0 }, { kind: 'text', text: '0' }],
    ['a choice', { level: 'w' }, { kind: 'text', text: 'Writer' }],
    ['a flag', { on: false }, { kind: 'flag', on: false }],
    [
      'a link',
      { docs: 'https://a.example/b' },
      { kind: 'link', href: 'https://a.example/b' },
    ],
    [
      'no link at all',
      { docs: 'data:text/html,hello' },
      { kind: 'code', text: 'data:text/html,hello' },
    ],
    ['nothing', { name: null }, { kind: 'empty' }],
    ['an empty list', { name: [] }, { kind: 'empty' }],
  ])('shows %s as such', (_, context, value) => {
    expect(factsOf(context, schema)[0].values).toEqual([value]);
  });

  it('opens what is nested', () => {
    const facts = factsOf(
      { limits: { cpu: 2 }, steps: [{ run: 'a' }, { run: 'b' }] },
      schema,
    );
    expect(labels(facts)).toEqual([
      'Limits › CPU',
      'Steps 1 › Run',
      'Steps 2 › Run',
    ]);
  });

  it('is long where a narrow screen has too little room beside its name', () => {
    const facts = factsOf(
      {
        name: 'billing-web',
        reason: 'a reason that goes on '.repeat(4),
        docs: `https://example.com/${'a'.repeat(60)}`,
        roles: ['a', 'b', 'c'],
        hosts: ['a', 'b', 'c', 'd'],
        on: true,
      },
      schema,
    );
    expect(facts.filter(isLong).map(({ path }) => path.slice(1))).toEqual([
      'docs',
      'reason',
      'hosts',
    ]);
  });

  it('tells what changed since the round before', () => {
    const facts = factsOf({ name: 'a', minutes: 15, level: 'r' }, schema, {
      name: 'a',
      minutes: 480,
      docs: 'https://a.example',
    });
    expect(facts.map(({ label, change }) => [label, change?.kind])).toEqual([
      ['Client id', undefined],
      ['Lifespan (minutes)', 'changed'],
      ['Level', 'added'],
      ['Docs', 'removed'],
    ]);
    expect(facts[1].change).toEqual({
      kind: 'changed',
      before: [{ kind: 'text', text: '480' }],
    });
  });
});
