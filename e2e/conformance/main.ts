/**
 * `npm run conformance -- [--golden DIR] [--json FILE]`: replays answers recorded from a real control plane and prints
 * per base manifest and in sum what is the same, what is different (the first difference) and what was not run.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runCase, type AdmissionCase, type CaseResult } from './admission.ts'

interface Tally {
  same: number
  different: number
  notRun: number
  first: string
}

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(name)
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback)
}

const golden = path.resolve(option('--golden', '../shared/golden'))
const report = option('--json', '')
const folder = path.join(golden, 'admission')
if (!existsSync(folder)) {
  console.error(`No recordings in ${folder}`)
  process.exit(1)
}

const results: { readonly id: string; readonly base: string; readonly about: string; readonly result: CaseResult }[] = []
for (const file of readdirSync(folder).sort()) {
  const lines = readFileSync(path.join(folder, file), 'utf8').split('\n').filter((line) => line !== '')
  const tally: Tally = { same: 0, different: 0, notRun: 0, first: '' }
  for (const line of lines) {
    const recorded = JSON.parse(line) as AdmissionCase
    const result = runCase(recorded)
    results.push({ id: recorded.id, base: recorded.base, about: recorded.about, result })
    if (result.type === 'same') tally.same++
    else if (result.type === 'not run') tally.notRun++
    else {
      tally.different++
      tally.first ||= `${recorded.about}: ${result.why}`
    }
  }
  print(file.replace('.jsonl', ''), tally)
}

const count = (type: CaseResult['type']): number => results.filter(({ result }) => result.type === type).length
const [same, different] = [count('same'), count('different')]
const run = same + different
console.log(`\nadmission: ${same} same, ${different} different, ${count('not run')} not run; ${run === 0 ? 0 : ((100 * same) / run).toFixed(1)} % of those run are the same`)
if (report !== '') writeFileSync(report, JSON.stringify(results, null, 1))

function print(name: string, { same, different, notRun, first }: Tally): void {
  const numbers = `${same} same, ${different} different${notRun > 0 ? `, ${notRun} not run` : ''}`
  console.log(`${name.padEnd(72)} ${numbers}`)
  if (first !== '') console.log(`    ${first.length > 400 ? `${first.slice(0, 400)} …` : first}`)
}
