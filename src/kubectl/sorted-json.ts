/** JSON as Go writes maps: keys sorted by their bytes, and the characters that HTML minds escaped. */
import { isObject } from '../api/meta/json.ts'

export function sortedJson(value: unknown): string {
  return write(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const keys = Object.keys(value).filter((key) => value[key] !== undefined).sort(byBytes)
  return `{${keys.map((key) => `${JSON.stringify(key)}:${write(value[key])}`).join(',')}}`
}

/** UTF-16 order, which differs from the bytes' only beyond the basic plane. */
const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
