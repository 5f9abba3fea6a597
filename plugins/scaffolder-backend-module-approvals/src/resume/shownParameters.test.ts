import { shownParameters } from './shownParameters';

const password = { type: 'string', 'ui:widget': 'password' };

describe('the parameters that are shown', () => {
  it('stand in the order of the form, with its titles, others behind', () => {
    const pages = [
      { properties: { size: { title: 'How large' }, name: {} } },
      {
        dependencies: {
          name: { oneOf: [{ properties: { why: { title: 'What for' } } }] },
        },
      },
    ];
    expect(
      shownParameters(pages, { extra: 1, why: 'audit', name: 'x', size: 3 }),
    ).toEqual([
      { title: 'How large', value: 3 },
      { title: 'name', value: 'x' },
      { title: 'What for', value: 'audit' },
      { title: 'extra', value: 1 },
    ]);
  });

  it('show a choice by its label', () => {
    const level = { enum: ['r', 'w'], enumNames: ['Read', 'Write'] };
    expect(
      shownParameters([{ properties: { level } }], { level: 'w' }),
    ).toEqual([{ title: 'level', value: 'Write' }]);
  });

  it('hide what the form hides, wherever it is', () => {
    const pages = [
      {
        properties: {
          key: password,
          users: { items: { properties: { pass: password } } },
          off: { 'ui:backstage': { review: { show: false } } },
          masked: { 'ui:backstage': { review: { mask: '***' } } },
        },
      },
    ];
    const values = {
      key: 'k',
      users: [{ name: 'a', pass: 'p' }],
      off: 'o',
      masked: 'm',
    };
    expect(shownParameters(pages, values)).toEqual([
      { title: 'users', value: [{ name: 'a' }] },
      { title: 'masked', value: '***' },
    ]);
  });

  it('hide what sounds like a secret when nobody knows the form', () => {
    const values = { name: 'x', dbPassword: 'p', apiKey: 'k', secret_2: 's' };
    expect(shownParameters([], values)).toEqual([
      { title: 'name', value: 'x' },
    ]);
  });
});
