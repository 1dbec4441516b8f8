import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS } from '../../../../scripts/test/chromium.mjs';

const ORIGIN = 'http://localhost:3101';

/**
 * Pictures of every state of the pages, light and dark, over the in-memory portal:
 * `yarn workspace @litemaas/backstage-plugin-litemaas pictures [-g NAME] [--project light]`. Playwright's own Chromium, or that
 * of CHROMIUM_PATH; the development server that runs, or one of its own. They go to `.local/pictures/`.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.pictures.ts',
  outputDir: '../../../../.local/pictures/failed',
  reporter: 'list',
  fullyParallel: true,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  projects: [
    { name: 'light', use: { colorScheme: 'light' } },
    { name: 'dark', use: { colorScheme: 'dark' } },
  ],
  use: {
    baseURL: ORIGIN,
    actionTimeout: 15_000,
    locale: 'en-US',
    timezoneId: 'UTC',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: CHROMIUM_ARGS,
    },
  },
  webServer: {
    command: 'yarn start --config dev/app-config.yaml',
    cwd: '../..',
    url: ORIGIN,
    reuseExistingServer: true,
    timeout: 180_000,
  },
});
