import { JsonValue } from '@backstage/types';
import {
  hiddenValues,
  refilledParameters,
  shownParameters,
} from './shownParameters';

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
    const values = {
      ...{ name: 'x', dbPassword: 'p', apiKey: 'k', secret_2: 's' },
      db: { user: 'u', password: 'p' },
    };
    expect(shownParameters([], values)).toEqual([
      { title: 'name', value: 'x' },
      { title: 'db', value: { user: 'u' } },
    ]);
  });

  describe.each<[string, object]>([
    ['a password', password],
    ['a password by its options', { 'ui:options': { widget: 'password' } }],
    ['a password by its format', { type: 'string', format: 'password' }],
    ['a secret', { type: 'string', 'ui:field': 'Secret' }],
  ])('that are %s', (_, hidden) => {
    it.each<[string, object, JsonValue]>([
      ['a field', hidden, 'v'],
      ['items of a field', { type: 'array', items: hidden }, ['v']],
      ['values of a map', { additionalProperties: hidden }, { a: 'v' }],
      ['a choice of a field', { oneOf: [{ type: 'number' }, hidden] }, 'v'],
    ])('are neither shown nor filled in again: %s', (__, field, value) => {
      const pages = [{ properties: { name: {}, field } }];
      const values = { name: 'x', field: value };
      expect(shownParameters(pages, values)).toEqual([
        { title: 'name', value: 'x' },
      ]);
      expect(refilledParameters(pages, values)).toEqual({ name: 'x' });
    });
  });

  it('hide inside a field what the form does not show again', () => {
    const off = { 'ui:backstage': { review: { show: false } } };
    const pages = [{ properties: { db: { properties: { off, name: {} } } } }];
    const values = { db: { off: 'o', name: 'n' } };
    expect(shownParameters(pages, values)).toEqual([
      { title: 'db', value: { name: 'n' } },
    ]);
  });

  it('fill in again what is no secret, and was not one in an older form', () => {
    const masked = { 'ui:backstage': { review: { mask: '***' } } };
    const users = { items: { properties: { name: {}, pass: password } } };
    const values = {
      ...{ masked: 'm', users: [{ name: 'a', pass: 'p' }], tokens: 2 },
      ...{ oldPassword: 'o', note: 'n' },
    };
    expect(
      refilledParameters(
        [{ properties: { masked, users, tokens: {} } }],
        values,
      ),
    ).toEqual({ users: [{ name: 'a' }], tokens: 2, note: 'n' });
  });

  it('leave out values that are in no message either', () => {
    const pages = [
      {
        properties: {
          name: {},
          key: password,
          users: { items: { properties: { pass: password } } },
          off: { 'ui:backstage': { review: { show: false } } },
        },
      },
    ];
    const values = {
      ...{ name: 'x', key: 'k', off: { deep: ['o', 1234] } },
      ...{ users: [{ name: 'a', pass: 'p' }], oldToken: 't', note: 'n' },
    };
    expect(hiddenValues(pages, values)).toEqual(['k', 'o', '1234', 'p', 't']);
  });
});
