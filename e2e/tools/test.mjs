// `npm test`: installs what is missing (Chromium included), then checks, unit tests, a build, browser tests. The last line
// sums up: `N passed, N failed`.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { installChromium, installPackages, root, run } from './install.mjs'

installPackages()
const { runChecks } = await import('./check.mjs')
const reports = path.join(root, 'node_modules/.cache/kubarium')
const report = (name) => path.join(reports, name)
for (const name of ['unit.json', 'e2e.json']) rmSync(report(name), { force: true })

/** Counts of a JSON report; a run that left none counts as one failure. */
function counts(name, read, ok) {
  try {
    const { passed, failed } = read(JSON.parse(readFileSync(report(name), 'utf8')))
    return { passed, failed: failed === 0 && !ok ? 1 : failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

const results = [await runChecks()]
const unit = run('npx', ['vitest', 'run', '--config', 'e2e/vitest.config.ts'], { must: false })
results.push(counts('unit.json', ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }), unit))
installChromium()
const built = run('npx', ['vite', 'build', '--logLevel', 'warn'], { must: false })
results.push({ passed: built ? 1 : 0, failed: built ? 0 : 1 })
const browser = built && run('npx', ['playwright', 'test', '--config', 'e2e/playwright.config.ts'], { must: false })
results.push(counts('e2e.json', ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }), browser))

const sum = (field) => results.reduce((total, result) => total + result[field], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exit(sum('failed') === 0 ? 0 : 1)
