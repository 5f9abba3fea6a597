import { entityRef, groupRef, normaliseRef, ownerRef, userRef } from './refs';

describe('normaliseRef', () => {
  it.each([
    ['Alice', 'user:default/alice'],
    ['user:alice', 'user:default/alice'],
    ['User:default/Alice', 'user:default/alice'],
    ['USER:DEFAULT/ALICE', 'user:default/alice'],
    ['Group:Staff/Platform', 'group:staff/platform'],
  ])('spells %s as %s', (ref, spelt) => {
    expect(normaliseRef(ref)).toBe(spelt);
  });

  it.each([
    '',
    ' ',
    'a b',
    'user:',
    ':alice',
    'user:a/b/c',
    'al\0ice',
    'al\nice',
    '\ud800',
    'x'.repeat(257),
  ])('finds no ref in %j', ref => {
    expect(normaliseRef(ref)).toBeUndefined();
  });
});

describe.each([
  [
    'userRef',
    userRef(),
    'Alice',
    'user:default/alice',
    'group:default/platform',
  ],
  [
    'groupRef',
    groupRef(),
    'Platform',
    'group:default/platform',
    'user:default/alice',
  ],
  [
    'ownerRef',
    ownerRef(),
    'user:Alice',
    'user:default/alice',
    'component:default/billing',
  ],
])('%s', (_, schema, given, spelt, other) => {
  it(`gives ${spelt} for ${given}`, () => {
    expect(schema.parse(given)).toBe(spelt);
  });

  it(`refuses ${other}`, () => {
    expect(schema.safeParse(other).success).toBe(false);
  });
});

describe('entityRef', () => {
  it('takes any kind, and a component by default', () => {
    expect(entityRef().parse('Billing')).toBe('component:default/billing');
    expect(entityRef().parse('API:default/Orders')).toBe('api:default/orders');
  });
});
