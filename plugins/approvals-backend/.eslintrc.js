const factory = require('../../eslint.cjs');

const impure = [
  ['AwaitExpression', 'The engine waits for nothing.'],
  ['ForOfStatement[await=true]', 'The engine waits for nothing.'],
  [
    "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    'Time arrives in the input.',
  ],
  [
    "NewExpression[callee.name='Date'][arguments.length=0]",
    'Time arrives in the input.',
  ],
  [
    "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    'Ids arrive in the input.',
  ],
  ["MemberExpression[object.name='crypto']", 'Ids arrive in the input.'],
  ["MemberExpression[object.name='process']", 'Settings arrive in the input.'],
  [
    "MemberExpression[object.name='console']",
    'The engine tells by events only.',
  ],
];

const config = factory(__dirname);

module.exports = {
  ...config,
  overrides: [
    ...(config.overrides ?? []),
    {
      files: ['src/engine/**/*.ts'],
      rules: {
        'no-restricted-syntax': [
          'error',
          ...impure.map(([selector, message]) => ({ selector, message })),
        ],
      },
    },
  ],
};
