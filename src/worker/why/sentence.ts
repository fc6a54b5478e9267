/** Builds the sentences of an explanation: a code, its parameters, and which of them are objects to open. */
import type { WhySentence } from '../protocol.ts'
import type { WhyCode, WhyParams } from './codes.ts'

/** Parameters that are keys of objects. */
const links = new Set(['node', 'pod', 'service', 'owner', 'object', 'replicaset', 'deployment', 'ingress', 'namespace', 'other', 'from', 'to'])

function sentence<C extends WhyCode>(level: WhySentence['level'], code: C, params: WhyParams<C>): WhySentence {
  const entries: readonly (readonly [string, string | number])[] = Object.entries(params)
  const objects = entries.flatMap(([name, value]) => (links.has(name) ? [String(value)] : []))
  return { code, params, objects: [...new Set(objects)], level }
}

/** What was asked for. */
export const answer = <C extends WhyCode>(code: C, params: WhyParams<C>): WhySentence => sentence('answer', code, params)
/** What a person may want to know besides. */
export const detail = <C extends WhyCode>(code: C, params: WhyParams<C>): WhySentence => sentence('detail', code, params)

export const asDetails = (sentences: readonly WhySentence[]): readonly WhySentence[] => sentences.map((said) => ({ ...said, level: 'detail' }))
/** Details of one kind that are told; the rest is counted. */
const fewest = 10

export const fewDetails = (sentences: readonly WhySentence[]): readonly WhySentence[] =>
  sentences.length <= fewest ? asDetails(sentences) : [...asDetails(sentences.slice(0, fewest)), detail('more', { count: sentences.length - fewest })]

export const answersOf = (sentences: readonly WhySentence[]): readonly WhySentence[] => sentences.filter(({ level }) => level === 'answer')
