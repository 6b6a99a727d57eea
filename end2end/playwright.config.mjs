// The browser journeys. Called with ACCORD_BIN (the server to start) and, if it is not /usr/bin/chromium, ACCORD_CHROMIUM.

import { defineConfig } from '@playwright/test'
import { chromium } from './chromium.mjs'

export default defineConfig({
  testDir: 'journeys',
  testMatch: '*.spec.mjs',
  outputDir: 'test-results',
  // A journey is told from its beginning to its end; only stories of different files run side by side.
  fullyParallel: false,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // One that fails now and then tells of a fault.
  retries: 0,
  reporter: 'list',
  // These end what hangs. How quick something is, is asked where that is said, in times of what the machine takes by itself.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    launchOptions: chromium,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    trace: 'off',
    screenshot: 'only-on-failure',
  },
})
