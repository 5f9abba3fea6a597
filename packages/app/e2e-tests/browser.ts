import {
  PlaywrightTestOptions,
  PlaywrightWorkerOptions,
} from '@playwright/test';

/** Debian's Chromium, quiet, also when root runs it. */
export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> =
  {
    baseURL: process.env.PORTAL_URL ?? 'http://localhost:7007',
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  };
