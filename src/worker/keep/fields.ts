/**
 * Fields of a value that came from outside, each with its place in it, looked at one by one: what is not as expected is
 * refused by that place. Values are JSON, so that a field by any name is data and nothing else.
 */
import { isObject } from '../../api/meta/json.ts'
import { refuse } from '../refused.ts'

export interface Field {
  readonly value: unknown
  /** `tree.branches[2].head.at`. */
  readonly place: string
}

type Fields<N extends string> = { readonly [name in N]: Field }

/** The fields of an object by these names; one that it has not is undefined. */
export function fieldsOf<N extends string>({ value, place }: Field, names: readonly N[]): Fields<N> {
  if (!isObject(value)) refuse('object', { field: place })
  const field = (name: N): Field => ({ value: Object.hasOwn(value, name) ? value[name] : undefined, place: place === '' ? name : `${place}.${name}` })
  return Object.fromEntries(names.map((name) => [name, field(name)])) as Fields<N>
}

export function itemsOf({ value, place }: Field, limit: number): readonly Field[] {
  if (!Array.isArray(value) || value.length > limit) refuse('list', { field: place, limit })
  return value.map((item: unknown, index) => ({ value: item, place: `${place}[${index}]` }))
}

/** Any whole number that is not negative. */
export const count = { from: 0, to: Number.MAX_SAFE_INTEGER }

export function numberOf({ value, place }: Field, { from, to }: { readonly from: number; readonly to: number }): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < from || value > to) refuse('number', { field: place, from, to })
  return value
}

export function textOf({ value, place }: Field, limit: number): string {
  if (typeof value !== 'string' || value.length > limit) refuse('text', { field: place, limit })
  return value
}

/** One of these texts. */
export function choiceOf<T extends string>(field: Field, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === field.value)
  if (found === undefined) refuse('unknown', { field: field.place, value: shown(field.value) })
  return found
}

/** An object whose fields are texts. */
export function textsOf({ value, place }: Field, limit: number): { readonly [name: string]: string } {
  if (!isObject(value)) refuse('object', { field: place })
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, textOf({ value: text, place: `${place}[${shown(name)}]` }, limit)]))
}

/** An object of whatever data, nested no deeper than this. */
export function dataOf({ value, place }: Field, depth: number): object {
  if (!isObject(value)) refuse('object', { field: place })
  if (!isShallow(value, depth)) refuse('deep', { field: place, limit: depth })
  return value
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1))
}

/** Characters of someone else's words that a sentence may repeat. */
const shownLimit = 40

const shown = (value: unknown): string => JSON.stringify(value ?? null).slice(0, shownLimit)
