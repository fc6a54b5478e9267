/**
 * The room rules of the design as a table: which folder may import which, which packages go where, and what stands at
 * the top level. Tests may look everywhere; everything else, types and dynamic imports included, keeps to the table.
 */
import { findIndeterminism } from './determinism.ts'
import { lineAt, readModule, type Import, type SourceFile } from './read-module.ts'

interface Room {
  readonly name: string
  /** A folder (`src/sim/`), or a pattern where a room is single files. */
  readonly files: RegExp
  /** Rooms, besides itself. `api types` is type-only imports of any api file. */
  readonly may: readonly string[]
  /** npm packages and Node's own modules (`node:`); `*` is any. */
  readonly packages?: readonly string[]
}

const folder = (path: string): RegExp => new RegExp(`^src/${path}/`)
const binaries = ['kubelet', 'kube-proxy', 'coredns', 'ingress-controller', 'cloud-provider', 'registry']

/** One process or service of the cluster each. */
const clusterRooms: readonly Room[] = [
  { name: 'etcd', files: folder('cluster/etcd'), may: ['sim'] },
  { name: 'client-go', files: folder('cluster/client-go'), may: ['sim', 'api'] },
  { name: 'kube-apiserver', files: folder('cluster/kube-apiserver'), may: ['sim', 'api', 'etcd'] },
  { name: 'kube-controller-manager', files: folder('cluster/kube-controller-manager'), may: ['sim', 'api', 'client-go'] },
  { name: 'kube-scheduler', files: folder('cluster/kube-scheduler'), may: ['sim', 'api', 'client-go'] },
  { name: 'network', files: folder('cluster/network'), may: ['sim'] },
  ...binaries.map((name) => ({ name, files: folder(`cluster/${name}`), may: ['sim', 'api', 'client-go', 'network'] })),
  { name: 'faults', files: folder('cluster/faults'), may: ['sim', 'api', 'network'] },
]
const cluster = ['sim', 'api', ...clusterRooms.map(({ name }) => name)]

/** Synchronous and deterministic: everything that the worker's door shuts in. */
const simulated: readonly Room[] = [
  { name: 'sim', files: folder('sim'), may: [], packages: ['sorted-btree'] },
  { name: 'api', files: folder('api'), may: [], packages: ['yaml'] },
  ...clusterRooms,
  { name: 'testing', files: folder('cluster/testing'), may: [...cluster, 'cluster'] },
  { name: 'cluster', files: /^src\/cluster\/[^/]+$/, may: cluster },
  { name: 'kubectl', files: folder('kubectl'), may: ['sim', 'api', 'client-go'] },
]
const everythingBelow = [...cluster, 'cluster', 'kubectl', 'protocol']

const rooms: readonly Room[] = [
  ...simulated,
  { name: 'lessons', files: folder('lessons'), may: ['api'] },
  { name: 'protocol', files: /^src\/worker\/protocol(-time)?\.ts$/, may: ['api types'] },
  { name: 'client', files: /^src\/worker\/client\.ts$/, may: ['protocol'] },
  { name: 'worker', files: folder('worker'), may: everythingBelow, packages: ['idb', 'yaml'] },
  { name: 'gateway', files: folder('gateway'), may: [...everythingBelow, 'worker'], packages: ['node:'] },
  { name: 'view', files: folder('view'), may: ['api/meta', 'api types', 'protocol'] },
  { name: 'ui', files: folder('ui'), may: ['view', 'api/meta', 'api types', 'lessons', 'client', 'protocol'], packages: ['*'] },
  { name: 'main', files: /^src\/main\.tsx$/, may: ['ui', 'client'], packages: ['*'] },
]

export interface Violation {
  readonly path: string
  readonly message: string
}

const roomOf = (path: string): Room | undefined => rooms.find(({ files }) => files.test(path))
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

/** Everything that breaks a rule. Having seen no module breaks one too. */
export function checkRooms(files: readonly SourceFile[]): Violation[] {
  const modules = files.filter(({ path }) => /^src\/.*\.tsx?$/.test(path))
  if (modules.length === 0) return [{ path: 'src', message: 'no module was seen' }]
  return modules.filter(({ path }) => !isTest(path)).flatMap(checkModule)
}

function checkModule(file: SourceFile): Violation[] {
  const { path, text } = file
  const room = roomOf(path)
  if (!room) return [{ path, message: 'stands in no room' }]
  const { imports, program, errors } = readModule(file)
  const shutIn = simulated.includes(room) ? findIndeterminism(program) : []
  return [
    ...errors.map((message) => ({ path, message })),
    ...imports.flatMap((given) => importProblems(file, room, given).map((message) => ({ path: `${path}:${given.line}`, message }))),
    ...shutIn.map(({ offset, message }) => ({ path: `${path}:${lineAt(text, offset)}`, message })),
  ]
}

function importProblems({ path }: SourceFile, room: Room, { from, isTypeOnly }: Import): string[] {
  if (from === undefined) return ['imports a path that is computed']
  if (!/^[./]/.test(from)) return mayUsePackage(room, from) ? [] : [`${room.name} may not import the package ${from}`]
  const target = resolve(path, from)
  const other = roomOf(target)
  if (!other) return [`imports ${from}, which stands in no room`]
  if (!/\.\w+$/.test(target)) return [`imports ${from} without its extension`]
  return other === room || mayImport(room, other, target, isTypeOnly) ? [] : [`${room.name} may not import ${other.name}: ${from}`]
}

function mayImport({ may }: Room, other: Room, target: string, isTypeOnly: boolean): boolean {
  if (may.includes(other.name)) return true
  if (other.name !== 'api') return false
  return (isTypeOnly && may.includes('api types')) || (target.startsWith('src/api/meta/') && may.includes('api/meta'))
}

const mayUsePackage = ({ packages = [] }: Room, from: string): boolean =>
  packages.some((name) => name === '*' || from === name || from.startsWith(name.endsWith(':') ? name : `${name}/`))

/** `src/ui/app.tsx` and `../view/graph.ts?raw` → `src/view/graph.ts`. */
function resolve(path: string, from: string): string {
  const parts = path.split('/').slice(0, -1)
  for (const part of from.replace(/\?.*$/, '').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

const topLevel = new Set(['package.json', 'package-lock.json', 'vite.config.ts', 'index.html', 'src', 'public', 'e2e', 'README.md', 'LICENSE', 'node_modules', 'dist'])

export const checkTopLevel = (names: readonly string[]): Violation[] =>
  names.filter((name) => !name.startsWith('.') && !topLevel.has(name)).map((path) => ({ path, message: 'does not belong to the top level' }))
