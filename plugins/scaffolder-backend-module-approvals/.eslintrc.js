module.exports = require('../../eslint.cjs')(__dirname, {
  rules: {
    // Tests run the whole: scaffolder and approvals in one backend.
    '@backstage/no-mixed-plugin-imports': [
      'warn',
      { excludedFiles: ['**/__testUtils__/**', '**/__tests__/**'] },
    ],
  },
});
