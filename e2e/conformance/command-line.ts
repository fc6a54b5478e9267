/** A recorded command line, `create deployment web -n lab --image=nginx`, as words and flags. */

export interface CommandLine {
  /** `create`, `deployment`, `web`. */
  readonly words: readonly string[]
  /** By long name: `namespace`, `filename`, `image`. */
  readonly flags: { readonly [name: string]: readonly string[] }
}

const longNames: { readonly [short: string]: string } = { n: 'namespace', f: 'filename', o: 'output', p: 'patch', l: 'selector', A: 'all-namespaces', w: 'watch', L: 'label-columns' }
/** Flags that stand alone; the others take the next word if they have no `=`. */
const alone = new Set(['all-namespaces', 'watch', 'all', 'force', 'now', 'server-side', 'show-labels', 'no-headers', 'overwrite', 'list', 'force-conflicts', 'ignore-not-found', 'recursive', 'wait', 'dry-run', 'validate'])

/** As a shell splits it: single and double quotes. */
export function splitWords(text: string): string[] {
  const words: string[] = []
  for (const match of text.matchAll(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/gs)) {
    words.push(match[0].replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs, (_, single?: string, double?: string, escaped?: string) => single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? ''))
  }
  return words
}

export function readCommandLine(text: string): CommandLine {
  const words: string[] = []
  const flags: { [name: string]: string[] } = {}
  const given = splitWords(text)
  for (let at = 0; at < given.length; at++) {
    const word = given[at] ?? ''
    const match = /^(?:--([a-z-]+)|-([a-zA-Z]))(?:=(.*))?$/s.exec(word)
    if (!match || word === '-') {
      words.push(word)
      continue
    }
    const name = match[1] ?? longNames[match[2] ?? ''] ?? match[2] ?? ''
    const value = match[3] ?? (alone.has(name) ? 'true' : (given[++at] ?? ''))
    ;(flags[name] ??= []).push(value)
  }
  return { words, flags }
}
