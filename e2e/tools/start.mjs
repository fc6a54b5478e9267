// `npm start`: installs what is missing, builds what is out of date, serves the playground on loopback.
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { installPackages, root, run } from './install.mjs'

const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json', 'e2e/tools']

/** The youngest change below a path, in milliseconds. */
function changedAt(file) {
  const stat = statSync(file)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(file).map((name) => changedAt(path.join(file, name))))
}

function isBuilt() {
  try {
    const built = statSync(path.join(root, 'dist/index.html')).mtimeMs
    return sources.every((source) => changedAt(path.join(root, source)) < built)
  } catch {
    return false
  }
}

installPackages()
if (!isBuilt()) {
  console.log('Building …')
  run('npx', ['vite', 'build', '--logLevel', 'warn'])
}
const { preview } = await import('vite')
const server = await preview({ root, preview: { host: '127.0.0.1', port: 4173 }, logLevel: 'warn' })
console.log(`\nKubarium is at ${server.resolvedUrls?.local[0] ?? ''}\nPress Ctrl+C to stop.`)
