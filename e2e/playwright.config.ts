/** Browser tests on the built page: Debian's Chromium where it is, else Playwright's own. */
import { defineConfig } from '@playwright/test'
import { existsSync } from 'node:fs'

const debian = '/usr/bin/chromium'
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none']

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../node_modules/.cache/kubarium/playwright',
  snapshotPathTemplate: '{testDir}/screens/{arg}{ext}',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: '../node_modules/.cache/kubarium/e2e.json' }]],
  use: {
    baseURL: 'http://127.0.0.1:4179/',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    colorScheme: 'light',
    launchOptions: existsSync(debian) ? { executablePath: debian, args } : { args },
  },
  webServer: { command: 'npx vite preview --host 127.0.0.1 --port 4179 --strictPort', cwd: '..', url: 'http://127.0.0.1:4179/', reuseExistingServer: false },
})
