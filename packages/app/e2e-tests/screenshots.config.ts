import { defineConfig } from '@playwright/test';
import { browser } from './browser';

/** The pictures of README and docs: `./dev screenshots` starts a fresh demo for them. */
export default defineConfig({
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: '../../../.data/logs/screenshots',
  timeout: 60_000,
  expect: { timeout: 20_000 },
  workers: 1,
  reporter: 'list',
  use: { ...browser, viewport: { width: 1360, height: 800 } },
});
