/** Browser tests on the built page: Debian's Chromium where it is, else Playwright's own. */
import { defineConfig } from '@playwright/test'
import { existsSync } from 'node:fs'

/** Two runs on one machine rarely meet. The runner chooses; its workers inherit the choice. */
const port = (process.env['KUBARIUM_TEST_PORT'] ??= String(20_000 + (process.pid % 10_000)))
const address = `http://127.0.0.1:${port}/`

const debian = '/usr/bin/chromium'
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none']

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../node_modules/.cache/kubarium/playwright',
  snapshotPathTemplate: '../node_modules/.cache/kubarium/screens/{testFileName}/{testName}/{arg}{ext}',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  /** A browser that stalls is no bug of the page; what passed only then is listed as flaky. */
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../node_modules/.cache/kubarium/e2e.json' }]],
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'light',
    launchOptions: existsSync(debian) ? { executablePath: debian, args } : { args },
  },
  webServer: { command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`, cwd: '..', url: address, reuseExistingServer: false },
})
