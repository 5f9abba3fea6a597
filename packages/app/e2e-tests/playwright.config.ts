import { defineConfig } from '@playwright/test';
import { browser } from './browser';

/** The browser tests: `./dev test` starts the portal and gives its address. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.test.ts',
  outputDir: '../../../.data/logs/browser',
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // No single step of a person may wait longer than this.
  use: { ...browser, actionTimeout: 20_000 },
  // One portal and its people serve all tests.
  workers: 1,
  reporter: [['list'], ['json']],
});
