// What a command needs before it can run, installed if it is missing: the packages of the lock file, a browser, a font
// with Chinese glyphs. Plain JavaScript on Node's own modules, so that it works in a fresh clone.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

/** Runs a command with its output shown; ends this process if it fails and `must` is set. */
export function run(command, args, { must = true, env = {} } = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0 && must) process.exit(status ?? 1)
  return status === 0
}

const lockedPackages = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages

/** npm keeps a copy of what it installed, written last: an interrupted install has none. */
function isInstalled() {
  try {
    const present = lockedPackages('node_modules/.package-lock.json')
    return Object.entries(lockedPackages('package-lock.json')).every(
      ([place, { version, optional }]) => place === '' || optional || present[place]?.version === version,
    )
  } catch {
    return false
  }
}

export function installPackages() {
  if (isInstalled()) return
  console.log('Installing packages …')
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'])
}

const debianPackages = [
  { name: 'chromium', file: '/usr/bin/chromium' },
  { name: 'fonts-noto-cjk', file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' },
]
const missing = () => debianPackages.filter(({ file }) => !existsSync(file)).map(({ name }) => name)

/** Debian's Chromium and font where apt-get works and we are root, else Playwright's own browser. */
export function installBrowser() {
  if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${missing().join(', ')} …`)
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['update', '-qq'], { must: false, env })
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing()], { must: false, env })
  }
  if (missing().includes('chromium')) run('npx', ['playwright', 'install', 'chromium'], { must: false })
}
