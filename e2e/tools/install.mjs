// What every command needs before it can run: the packages of the lock file, installed once per lock.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')
const stamp = path.join(root, 'node_modules/.cache/kubarium/lock')

/** Runs a command with its output shown; ends this process if it fails and `must` is set. */
export function run(command, args, { must = true, env = {} } = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0 && must) process.exit(status ?? 1)
  return status === 0
}

const lockHash = () => createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex')

export function installPackages() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return
  console.log('Installing packages …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'])
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, lockHash())
}

const hasDebianChromium = () => existsSync('/usr/bin/chromium')

/** Debian's Chromium where apt-get works and we are root, else Playwright's own. */
export function installChromium() {
  if (hasDebianChromium()) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium …')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['update', '-qq'], { must: false, env })
    run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], { must: false, env })
    if (hasDebianChromium()) return
  }
  run('npx', ['playwright', 'install', 'chromium'])
}
