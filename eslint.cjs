const factory = require('@backstage/cli/config/eslint-factory');

/**
 * Backstage's lint rules, less one: a constant may stand below the functions
 * that use it. Files here begin with what they are for.
 */
module.exports = (folder, extra = {}) =>
  factory(folder, {
    ...extra,
    rules: {
      '@typescript-eslint/no-use-before-define': [
        'error',
        { functions: false, classes: false, variables: false },
      ],
      // supertest's own expectations, and helpers that are named after what they expect.
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect*', '**.expect'] },
      ],
      ...extra.rules,
    },
  });
