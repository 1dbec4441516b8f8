module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // The journeys' servers are started by what the scripts start them with.
      files: ['e2e-tests/support/*.mts'],
      rules: { '@backstage/no-relative-monorepo-imports': 'off' },
    },
  ],
});
