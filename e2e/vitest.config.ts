/** Unit tests: beside the code they test, and those of the tools. No browser, no clock but the simulated one. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: process.cwd(),
  test: {
    include: ['src/**/*.test.ts', 'e2e/**/*.test.ts'],
    environment: 'node',
    pool: 'threads',
    allowOnly: false,
    // Wall time on a busy machine, not a judgement of the code under test.
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/kubarium/unit.json' }]],
  },
})
