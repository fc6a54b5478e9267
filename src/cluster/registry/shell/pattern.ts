/** Shell patterns: `*`, `?`, `[…]`. Follows POSIX.1-2017 XCU 2.13. */

const isSpecial = (character: string): boolean => /[.*+?^${}()|[\]\\]/.test(character)

/** The pattern as the source of a regular expression; `one` is what `?` and `*` stand for. */
export function patternSource(pattern: string, one = '[^]'): string {
  let source = ''
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i] ?? ''
    const set = character === '[' ? /^\[(!|\^)?(\]?[^\]]*)\]/.exec(pattern.slice(i)) : null
    if (set) {
      source += `[${set[1] ? '^' : ''}${(set[2] ?? '').replace(/[\\\]]/g, '\\$&')}]`
      i += set[0].length - 1
    } else if (character === '*') source += `${one}*`
    else if (character === '?') source += one
    else if (character === '\\') source += escaped(pattern[++i] ?? '')
    else source += escaped(character)
  }
  return source
}

const escaped = (character: string): string => (isSpecial(character) ? `\\${character}` : character)

export const matches = (text: string, pattern: string): boolean => new RegExp(`^${patternSource(pattern)}$`).test(text)

/** A text that stands for itself in a pattern. */
export const literal = (text: string): string => text.replace(/[*?[\]\\]/g, '\\$&')

export const hasPattern = (text: string): boolean => /(^|[^\\])[*?[]/.test(text)
