/**
 * `node e2e/tools/run.mjs e2e/conformance/sample.ts [--golden DIR]`: picks from the recordings what `npm test` replays on
 * machines that do not have them, and writes it to e2e/golden: admission answers spread evenly over every base manifest,
 * and the sessions that are the same from their first step to their last. Only what is the same today is picked.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'yaml'
import { runCase, type AdmissionCase } from './admission.ts'
import type { RecordedSession } from './play.ts'
import { runSession } from './session.ts'

const at = process.argv.indexOf('--golden')
const golden = path.resolve(at < 0 ? '../shared/golden' : (process.argv[at + 1] ?? ''))
/** Answers per base manifest: enough to see a rule break, few enough to stay small. */
const perBase = 5

function write(name: string, items: readonly unknown[]): void {
  const packed = gzipSync(items.map((item) => `${JSON.stringify(item)}\n`).join(''), { level: 9 })
  writeFileSync(path.join('e2e/golden', name), packed)
  process.stdout.write(`${name}: ${items.length} recordings, ${packed.length} bytes\n`)
}

const filesIn = (folder: string): string[] => readdirSync(path.join(golden, folder)).sort().map((file) => path.join(golden, folder, file))

/** Evenly spread, the first and the last among them. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  return Array.from({ length: count }, (_, index) => items[Math.round((index * (items.length - 1)) / (count - 1))]).filter((item) => item !== undefined)
}

function admissionSample(): AdmissionCase[] {
  return filesIn('admission').flatMap((file) => {
    const cases = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as AdmissionCase)
    return spread(cases.filter((recorded) => runCase(recorded).type === 'same'), perBase)
  })
}

function sessionSample(): RecordedSession[] {
  const sessions = [...filesIn('patch'), ...filesIn('transcripts'), ...filesIn('traces')].map((file) => parse(readFileSync(file, 'utf8')) as RecordedSession)
  return sessions.filter((session) => {
    const results = runSession({ session, readFile: () => undefined })
    return results.some(({ result }) => result.type === 'same') && results.every(({ result }) => result.type !== 'different')
  })
}

mkdirSync('e2e/golden', { recursive: true })
write('admission.jsonl.gz', admissionSample())
write('sessions.jsonl.gz', sessionSample())
