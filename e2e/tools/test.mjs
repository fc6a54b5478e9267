// `npm test`: installs what is missing (a browser included), then checks, unit tests, a build and its weight, browser
// tests. The last line sums up: `N passed, N failed`.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { runChecks } from './check.mjs'
import { installBrowser, installPackages, root, run } from './install.mjs'
import { isLightEnough } from './weight.mjs'

const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 })

/** Runs a test runner and counts its JSON report. A run that failed without a failed test, or left no report, is one failure. */
function runTests(name, args, read) {
  const report = path.join(root, 'node_modules/.cache/kubarium', `${name}.json`)
  rmSync(report, { force: true })
  const ok = run('npx', args, { must: false })
  try {
    const { passed, failed } = read(JSON.parse(readFileSync(report, 'utf8')))
    return { passed, failed: failed === 0 && !ok ? 1 : failed }
  } catch {
    return one(false)
  }
}

function buildAndBrowse() {
  const isBuilt = run('npx', ['vite', 'build', '--logLevel', 'warn'], { must: false })
  if (!isBuilt) return [one(false)]
  installBrowser()
  return [
    one(true),
    one(isLightEnough()),
    runTests('e2e', ['playwright', 'test', '--config', 'e2e/playwright.config.ts'], ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
    })),
  ]
}

installPackages()
const results = [
  await runChecks(),
  runTests('unit', ['vitest', 'run', '--config', 'e2e/vitest.config.ts'], ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests })),
  ...buildAndBrowse(),
]
const sum = (field) => results.reduce((total, result) => total + result[field], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') === 0 ? 0 : 1
