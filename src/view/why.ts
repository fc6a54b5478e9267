/**
 * A sentence of an explanation, ready for its text: moments and amounts as people write them, and objects as marks, so
 * that after translating each can be made something to click, wherever the language puts it.
 */
import type { ObjectKey, WhySentence } from '../worker/protocol.ts'
import { clockText, cpuText, memoryText } from './format.ts'

export interface WhyPiece {
  readonly text: string
  /** '' for words. */
  readonly object: ObjectKey
}

/** Marks are characters of the private use area, one per object of the sentence. */
const firstMark = 0xe000
const marks = /([\ue000-\ue0ff])/
/** Stands for the object of this index in a text. */
export const markOf = (index: number): string => String.fromCharCode(firstMark + index)

/** Amounts of a sentence's `resource`. */
const amounts = new Set(['wanted', 'free', 'total', 'limit'])
/** Spans of time, in micros. */
const spans = new Set(['age', 'left'])

/** What only the language knows. */
export interface Wording {
  /** `4 min 22 s`. */
  readonly span: (micros: number) => string
  /** `CPU` for `cpu`. */
  readonly resource: (name: string) => string
}

export function whyParams({ params, objects }: WhySentence, { span, resource }: Wording): WhySentence['params'] {
  const shown = ([name, value]: readonly [string, string | number]): readonly [string, string | number] => {
    const object = objects.indexOf(String(value))
    if (object >= 0) return [name, markOf(object)]
    if (typeof value !== 'number') return [name, wordsOf(name, value, resource)]
    if (spans.has(name)) return [name, span(name === 'left' ? wholeSeconds(value) : value)]
    if (amounts.has(name)) return [name, amountText(String(params['resource'] ?? ''), value)]
    return [name, name === 'at' ? clockText(value) : value]
  }
  return Object.fromEntries(Object.entries(params).map(shown))
}

/** What is left is counted down to one second. */
const wholeSeconds = (micros: number): number => Math.ceil(micros / 1_000_000) * 1_000_000

/** Words of Kubernetes end their sentence; a machine is called by its name. */
function wordsOf(name: string, value: string, resource: Wording['resource']): string {
  if (name === 'resource') return resource(value)
  if (name === 'message') return value.replace(/[\s.]*$/, '.')
  return name === 'part' ? partName(value) : value
}

/** `node/node-2` is the machine node-2. */
export const partName = (part: string): string => part.replace(/^node\//, '')

function amountText(resource: string, value: number): string {
  if (resource === 'cpu') return cpuText(value)
  return resource === 'memory' || resource === 'ephemeral-storage' ? memoryText(value) : String(value)
}

/** Splits the translated text at its marks. */
export const whyPieces = (text: string, { objects }: Pick<WhySentence, 'objects'>): readonly WhyPiece[] =>
  text
    .split(marks)
    .filter((part) => part !== '')
    .map((part) => {
      const object = marks.test(part) ? objects[part.charCodeAt(0) - firstMark] : undefined
      return object === undefined ? { text: part, object: '' } : { text: object.split('/').at(-1) ?? object, object }
    })
