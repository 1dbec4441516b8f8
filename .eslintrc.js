const { createConfigForRole } = require('@backstage/cli/config/eslint-factory');

// Packages have a configuration of their own; this one is for what stands outside of them, and runs under Node.
const { ignorePatterns, ...rules } = createConfigForRole(
  __dirname,
  'node-library',
);

module.exports = {
  root: true,
  ignorePatterns,
  overrides: [
    { files: ['scripts/**/*.mjs', 'playwright.config.mts'], ...rules },
  ],
};
