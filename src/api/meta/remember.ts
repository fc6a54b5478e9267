/** Texts remembered; beyond it the memory starts afresh. */
const limit = 1_000

/** What `read` makes of a text, remembered: few different keys, dates and quantities occur in a cluster. */
export function remembering<R>(read: (text: string) => R): (text: string) => R {
  const known = new Map<string, R>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= limit) known.clear()
    const made = read(text)
    known.set(text, made)
    return made
  }
}
