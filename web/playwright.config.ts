// The browser tests: Debian's Chromium against the real server. `CHROMIUM` names another browser.

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  workers: 1,
  forbidOnly: true,
  // On a build machine what failed once is tried once more, and told as flaky if it passes then.
  retries: process.env.CI ? 1 : 0,
  // A debug build on a busy machine takes its time; whatever is waited for ends sooner if it comes.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
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
  },
});
