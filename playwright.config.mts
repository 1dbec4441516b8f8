import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS } from './scripts/test/chromium.mjs';

// The journeys: real browser, production bundle, real backend, one after the other. `npm test journeys` finds Chromium and
// runs them; `yarn test:e2e` runs them with the Chromium of CHROMIUM_PATH or, without one, Playwright's own.
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  globalSetup: './packages/app/e2e-tests/support/globalSetup.mts',
  outputDir: '.local/test/journeys',
  reporter: [['list'], ['json', { outputFile: '.local/test/journeys.json' }]],

  // A step of a journey builds on the one before, and a second try would hide what the first one found.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 15_000 },

  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    viewport: { width: 1400, height: 900 },
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: CHROMIUM_ARGS,
    },
  },
});
