// Runs a TypeScript file in Node 20: `node e2e/tools/run.mjs FILE [arguments]`. Bundles it with rolldown (which Vite ships)
// into node_modules/.cache and imports the result; packages that Node cannot load unbundled are bundled as well.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { sortedBTree } from './sorted-btree.mjs'

const [file, ...args] = process.argv.slice(2)
if (!file) throw new Error('usage: node e2e/tools/run.mjs FILE [arguments]')

const root = path.resolve(import.meta.dirname, '../..')
const name = path.relative(root, path.resolve(file)).replaceAll(/[^A-Za-z0-9]+/g, '-')
const output = path.join(root, 'node_modules/.cache/kubarium', `${name}.mjs`)

/** Loaded by Node as they are: they hold native parts, or find their own files beside them. */
const external = [/^node:/, 'oxc-parser', 'rolldown', 'vite', 'typescript', '@playwright/test', '@kubernetes/client-node']

const bundle = await rolldown({ input: path.resolve(file), platform: 'node', external, logLevel: 'warn', treeshake: false, plugins: [sortedBTree()] })
await mkdir(path.dirname(output), { recursive: true })
await bundle.write({ file: output, format: 'esm', sourcemap: 'inline', codeSplitting: false })
await bundle.close()

process.setSourceMapsEnabled(true)
process.argv = [process.argv[0], file, ...args]
await import(pathToFileURL(output).href)
