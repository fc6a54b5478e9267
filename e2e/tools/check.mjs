// `npm run check`: types (page, cluster without the DOM, worker), lint (lengths included), room rules, generated files. Under 30 s.
import { spawn } from 'node:child_process'
import { root } from './install.mjs'

const tsc = (project) => ['npx', 'tsc', '-p', `e2e/${project}`]
export const checks = [
  { name: 'types of the page and the tools', command: tsc('tsconfig.json') },
  { name: 'types of the cluster, without the DOM', command: tsc('tsconfig.cluster.json') },
  { name: 'types of the worker', command: tsc('tsconfig.worker.json') },
  { name: 'lint', command: ['npx', 'oxlint', '--type-aware', '--deny-warnings', '--tsconfig', 'e2e/tsconfig.json', 'src', 'e2e', 'vite.config.ts'] },
  { name: 'rooms', command: ['node', 'e2e/tools/run.mjs', 'e2e/tools/rooms-main.ts'] },
  { name: 'generated files', command: ['node', 'e2e/tools/run.mjs', 'e2e/tools/generate.ts', '--check'] },
]

/** A check that lacks what it compares with says `not checked`, and counts neither way. */
const verdictOf = (code, output) => (code !== 0 ? 'FAILED' : output.includes('not checked') ? 'skipped' : 'ok')

const execute = ({ name, command: [file, ...args] }) =>
  new Promise((resolve) => {
    let output = ''
    const child = spawn(file, args, { cwd: root })
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => resolve({ name, verdict: verdictOf(code, output), output }))
  })

/** Two at a time: most machines that run this have two cores. */
export async function runChecks() {
  const results = []
  const waiting = [...checks]
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const result = await execute(check)
      results.push(result)
      console.log(`${result.verdict.padEnd(7)} ${result.name}`)
      if (result.verdict !== 'ok') console.log(result.output)
    }
  }
  await Promise.all([worker(), worker()])
  const count = (wanted) => results.filter(({ verdict }) => verdict === wanted).length
  return { passed: count('ok'), failed: count('FAILED') }
}

if (process.argv[1] === import.meta.filename) {
  const { failed } = await runChecks()
  process.exit(failed === 0 ? 0 : 1)
}
