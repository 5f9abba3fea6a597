import { assertNotProduction, demoUserRef } from './demoAuthenticator';

describe('the demo sign-in', () => {
  it.each([
    ['alice', 'user:default/alice'],
    ['Alice', 'user:default/alice'],
    ['default/bob', 'user:default/bob'],
    ['user:default/carol', 'user:default/carol'],
    ['User:Default/Dave', 'user:default/dave'],
    [' erin ', 'user:default/erin'],
  ])('takes %p as %s', (header, ref) => {
    expect(demoUserRef(header)).toBe(ref);
  });

  it.each([
    [undefined, 'is missing'],
    ['', 'is missing'],
    ['group:default/platform', 'does not name a user'],
    ['a:b:c/d/e', 'does not name a user'],
    ['user:default/', 'does not name a user'],
  ])('refuses %p with a reason', (header, reason) => {
    expect(() => demoUserRef(header)).toThrow(reason);
  });

  it('does not start in production', () => {
    expect(() => assertNotProduction('production')).toThrow(
      'does not start with NODE_ENV=production',
    );
    expect(() => assertNotProduction('development')).not.toThrow();
    expect(() => assertNotProduction(undefined)).not.toThrow();
  });
});
