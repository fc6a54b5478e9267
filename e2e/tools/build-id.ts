/** A fingerprint of everything that is simulated: two builds with the same one repeat each other's sessions exactly. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const rooms = ['src/sim', 'src/api', 'src/cluster', 'src/kubectl']

export function buildId(root: string): string {
  const hash = createHash('sha256')
  const files = rooms.flatMap((room) => readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => path.join(room, file)))
  for (const file of files.filter((name) => /\.(ts|json)$/.test(name) && !name.endsWith('.test.ts')).sort()) hash.update(file).update(readFileSync(path.join(root, file)))
  return hash.digest('hex').slice(0, 16)
}
