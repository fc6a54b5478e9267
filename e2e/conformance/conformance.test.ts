/** Recordings of a real control plane that were the same when they were picked, and have to stay so. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { runCase, type AdmissionCase } from './admission.ts'
import type { RecordedSession } from './play.ts'
import { runSession } from './session.ts'

const linesOf = (name: string): unknown[] =>
  gunzipSync(readFileSync(path.join(import.meta.dirname, '../golden', name))).toString('utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as unknown)

const answers = linesOf('admission.jsonl.gz') as AdmissionCase[]
const sessions = linesOf('sessions.jsonl.gz') as RecordedSession[]

describe('the API server answers as a real one did', () => {
  test.each([...new Set(answers.map(({ base }) => base))])('to variations of %s', (wanted) => {
    const wrong = answers.filter(({ base }) => base === wanted).flatMap((item) => {
      const result = runCase(item)
      return result.type === 'same' ? [] : [`${item.about}: ${result.why}`]
    })
    expect(wrong).toEqual([])
  })
})

describe('a recorded session goes as it went', () => {
  test.each(sessions.map((session) => [session.name, session] as const))('%s', (_, session) => {
    const wrong = runSession({ session, readFile: () => undefined }).flatMap(({ step, result }) => (result.type === 'different' ? [`${step}: ${result.why}`] : []))
    expect(wrong).toEqual([])
  })
})
