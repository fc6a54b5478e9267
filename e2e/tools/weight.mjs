// What a visitor downloads before the editor: the scripts that dist/index.html names, what its entry loads next, and
// whatever these import at once.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './install.mjs'

/** Bytes after gzip, as the project promises. */
const limit = 250_000

/** Chunks that a chunk imports statically; a lazy one stands in `import("…")`, with a bracket. */
const imports = /(?:\bimport|\bfrom)\s*["'](\.{1,2}\/[^"']+\.js)["']/g
/** The entry starts the worker and then loads the page. */
const entry = /<script[^>]*?src="([^"]+\.js)"/g
const lazy = /\bimport\(\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]\s*\)/g
const scripts = /<(?:script|link rel="modulepreload")[^>]*?(?:src|href)="([^"]+\.js)"/g

/** Prints the weight; false if it is over the limit. */
export function isLightEnough() {
  const dist = path.join(root, 'dist')
  const chunks = new Set()
  const add = (file) => {
    if (chunks.has(file)) return
    chunks.add(file)
    for (const [, next] of readFileSync(file, 'utf8').matchAll(imports)) add(path.resolve(path.dirname(file), next))
  }
  const page = readFileSync(path.join(dist, 'index.html'), 'utf8')
  for (const [, script] of page.matchAll(scripts)) add(path.resolve(dist, script))
  for (const [, script] of page.matchAll(entry)) {
    const file = path.resolve(dist, script)
    for (const [, next] of readFileSync(file, 'utf8').matchAll(lazy)) add(path.resolve(path.dirname(file), next))
  }
  const bytes = [...chunks].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0)
  const ok = chunks.size > 0 && bytes <= limit
  console.log(`${(ok ? 'ok' : 'FAILED').padEnd(7)} initial JavaScript: ${Math.round(bytes / 1000)} of ${limit / 1000} kB gzip in ${chunks.size} files`)
  return ok
}
