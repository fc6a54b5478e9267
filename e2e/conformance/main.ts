/**
 * `npm run conformance -- [--golden DIR] [--json FILE]`: replays answers recorded from a real control plane and prints
 * per base manifest, per family of sessions and in sum what is the same, what is different (the first difference) and
 * what was not run. `--family patch` runs one family only.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { runCase, type AdmissionCase, type CaseResult } from './admission.ts'
import type { RecordedSession } from './play.ts'
import { runSession } from './session.ts'

interface Result {
  readonly id: string
  readonly about: string
  readonly result: CaseResult
}

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(name)
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback)
}

const golden = path.resolve(option('--golden', '../shared/golden'))
const only = option('--family', '')
const families: { readonly [name: string]: (file: string) => Result[] } = {
  admission: (file) => linesOf(file).map((recorded) => ({ id: recorded.id, about: recorded.about, result: runCase(recorded) })),
  patch: (file) => sessionResults(file),
  transcripts: (file) => sessionResults(file),
  traces: (file) => sessionResults(file),
  scheduling: (file) => sessionResults(file, true),
  corpus: (file) => sessionResults(file),
}

const all: { readonly [name: string]: Result[] } = Object.fromEntries(
  Object.entries(families)
    .filter(([name]) => (only === '' || only === name) && existsSync(path.join(golden, name)))
    .map(([name, run]) => [name, runFamily(name, run)]),
)
if (Object.keys(all).length === 0) {
  process.stderr.write(`No recordings in ${golden}\n`)
  process.exit(1)
}
process.stdout.write('\n')
for (const [name, results] of Object.entries(all)) printSum(name, results)
const report = option('--json', '')
if (report !== '') writeFileSync(report, JSON.stringify(all, null, 1))

function runFamily(name: string, run: (file: string) => Result[]): Result[] {
  const folder = path.join(golden, name)
  return readdirSync(folder).sort().flatMap((file) => {
    const results = run(path.join(folder, file))
    printTally(`${name}/${file.replace(/\.\w+$/, '')}`, results)
    return results
  })
}

function linesOf(file: string): AdmissionCase[] {
  return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as AdmissionCase)
}

/** `ownNodes`: the cases of that family had nodes of their own, which the recordings do not tell. */
function sessionResults(file: string, ownNodes = false): Result[] {
  const session = parse(readFileSync(file, 'utf8')) as RecordedSession
  const readFile = (name: string): string | undefined => {
    const found = path.join(golden, '../corpus', name)
    return existsSync(found) ? readFileSync(found, 'utf8') : undefined
  }
  return runSession({ session, readFile, ownNodes }).map(({ step, result }, index) => ({ id: `${session.name} ${index + 1}`, about: step, result }))
}

function count(results: readonly Result[], type: CaseResult['type']): number {
  return results.filter(({ result }) => result.type === type).length
}

function printTally(name: string, results: readonly Result[]): void {
  const [same, different, notRun] = [count(results, 'same'), count(results, 'different'), count(results, 'not run')]
  process.stdout.write(`${name.padEnd(82)} ${same} same, ${different} different${notRun > 0 ? `, ${notRun} not run` : ''}\n`)
  const first = results.find(({ result }) => result.type === 'different')
  if (first?.result.type === 'different') process.stdout.write(`    ${`${first.about}: ${first.result.why}`.slice(0, 500)}\n`)
}

function printSum(name: string, results: readonly Result[]): void {
  const [same, different] = [count(results, 'same'), count(results, 'different')]
  const share = same + different === 0 ? '0' : ((100 * same) / (same + different)).toFixed(1)
  process.stdout.write(`${name}: ${same} same, ${different} different, ${count(results, 'not run')} not run; ${share} % of those run are the same\n`)
}
