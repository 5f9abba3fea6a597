import { secretNames, secretWithin, takesSecrets } from './secrets';

describe('secrets in what is asked for', () => {
  it.each([
    ['${{ secrets.key }}', true],
    ['a ${{ 1 + secrets.key }} b', true],
    ['${{secrets["key"]}}', true],
    ['${{ secrets | dump }}', true],
    ["${{ environment.secrets['key'] }}", true],
    ["${{ environment['secrets'].key }}", true],
    ['{% if secrets.key %}a{% endif %}', true],
    ['${{ "}}" ~ (secrets.key | upper) }}', true],
    ['{% set s = secrets %}${{ s.key }}', true],
    ['${{ (environment).secrets | dump }}', true],
    ['${{ environment["sec" ~ "rets"].key }}', true],
    ['${{ secrets.key', true],
    ['${{ parameters.secrets }}', false],
    ['${{ parameters.name }} and its secrets', false],
    ['${{ "the secrets of the environment" }}', false],
    ["${{ environment['parameters'].key }}", false],
    ['${{ parameters.environment }}', false],
    ['${{ steps.secrets.output.id }}', false],
    ['${{ parameters.secretsOf }}', false],
    ['our secrets.key', false],
    ['${{ environment.parameters.key }}', false],
  ])('%s: %s', (text, takes) => {
    expect(takesSecrets({ context: [{ text }] })).toBe(takes);
  });

  const token = 'a-token-of-alice';
  const secrets = {
    password: 'Correct-Horse-7',
    pin: '123',
    empty: '',
    backstageToken: token,
    __initiatorCredentials: JSON.stringify({ token: 'another-token', by: 1 }),
  };

  it.each([
    ['as a value', { a: 'Correct-Horse-7' }, 'password'],
    ['inside a text', { a: { b: ['x Correct-Horse-7 y'] } }, 'password'],
    ['as a key', { 'Correct-Horse-7': 1 }, 'password'],
    ['as a number', { a: 123 }, 'pin'],
    ["as the portal's token", { a: `Bearer ${token}` }, 'backstageToken'],
    [
      'inside the credentials',
      { a: 'another-token' },
      '__initiatorCredentials',
    ],
    ['as a part of another text, when it is short', { a: '91234' }, undefined],
    ['nowhere', { a: 'horse', b: null, c: true }, undefined],
  ])('are found %s', (_, value, name) => {
    expect(secretWithin(value, secrets)).toBe(name);
  });

  it("are named without the scaffolder's own and without empty ones, which nobody could give again", () => {
    expect(secretNames(secrets)).toEqual(['password', 'pin']);
    expect(secretNames()).toEqual([]);
  });
});
