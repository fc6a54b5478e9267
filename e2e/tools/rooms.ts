/**
 * The room rules of the design as a table: who may import whom, which packages go where, and what must not be used below
 * the worker's door. Reads imports (static, type-only, dynamic) and identifiers with oxc-parser.
 */
import { parseSync } from 'oxc-parser'

export interface SourceFile {
  /** From the root, with slashes: `src/cluster/etcd/store.ts`. */
  readonly path: string
  readonly text: string
}

/** The first room whose prefix fits is the file's. `*` in `may` allows everything below the door. */
const rooms: readonly { readonly name: string; readonly prefix: string; readonly may: readonly string[] }[] = [
  { name: 'sim', prefix: 'src/sim/', may: [] },
  { name: 'api', prefix: 'src/api/', may: [] },
  { name: 'etcd', prefix: 'src/cluster/etcd/', may: ['sim'] },
  { name: 'client-go', prefix: 'src/cluster/client-go/', may: ['sim', 'api'] },
  { name: 'kube-apiserver', prefix: 'src/cluster/kube-apiserver/', may: ['sim', 'api', 'etcd'] },
  { name: 'kube-controller-manager', prefix: 'src/cluster/kube-controller-manager/', may: ['sim', 'api', 'client-go'] },
  { name: 'kube-scheduler', prefix: 'src/cluster/kube-scheduler/', may: ['sim', 'api', 'client-go'] },
  { name: 'network', prefix: 'src/cluster/network/', may: ['sim'] },
  ...['kubelet', 'kube-proxy', 'coredns', 'ingress-controller', 'cloud-provider', 'registry'].map((name) => ({
    name,
    prefix: `src/cluster/${name}/`,
    may: ['sim', 'api', 'client-go', 'network'],
  })),
  { name: 'faults', prefix: 'src/cluster/faults/', may: ['sim', 'api', 'network'] },
  { name: 'testing', prefix: 'src/cluster/testing/', may: ['*'] },
  { name: 'cluster', prefix: 'src/cluster/', may: ['*'] },
  { name: 'kubectl', prefix: 'src/kubectl/', may: ['sim', 'api', 'client-go'] },
  { name: 'lessons', prefix: 'src/lessons/', may: ['api'] },
  { name: 'protocol', prefix: 'src/worker/protocol.ts', may: ['api (types)'] },
  { name: 'client', prefix: 'src/worker/client.ts', may: ['protocol'] },
  { name: 'worker', prefix: 'src/worker/', may: ['*', 'protocol'] },
  { name: 'gateway', prefix: 'src/gateway/', may: ['*', 'worker', 'protocol'] },
  { name: 'view', prefix: 'src/view/', may: ['api/meta', 'api (types)', 'protocol'] },
  { name: 'ui', prefix: 'src/ui/', may: ['view', 'api/meta', 'api (types)', 'lessons', 'client', 'protocol'] },
  { name: 'main', prefix: 'src/main.tsx', may: ['ui'] },
]

const belowDoor = ['sim', 'api', 'etcd', 'client-go', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'network', 'kubelet', 'kube-proxy', 'coredns', 'ingress-controller', 'cloud-provider', 'registry', 'faults', 'testing', 'cluster', 'kubectl']

/** Packages below the door and in view; ui and main take what they need. */
const packages: { readonly [room: string]: readonly string[] } = { sim: ['sorted-btree'], api: ['yaml'] }
const free = new Set(['ui', 'main', 'gateway'])

/** Whatever would make two runs differ, or wait. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/\basync\b|\bawait\b|\bPromise\b/, 'waits'],
  [/\b(?:setTimeout|setInterval|queueMicrotask|requestAnimationFrame)\b/, 'uses a timer'],
  [/\bnew Date\b|\bDate\.|\bperformance\b/, 'reads the wall clock'],
  [/\bMath\.(?:random|pow|exp|log\w*|sin|cos|tan)\b/, 'uses a number that engines may differ in'],
  [/\bIntl\b|\btoLocale\w+|\blocaleCompare\b/, 'depends on the locale'],
]

export interface Violation {
  readonly path: string
  readonly message: string
}

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || /\/testing\//.test(path)
export const roomOf = (path: string): string | undefined => rooms.find(({ prefix }) => path.startsWith(prefix))?.name

/** Everything that breaks a rule. Sees to it that there was something to see. */
export function checkRooms(files: readonly SourceFile[]): Violation[] {
  const modules = files.filter(({ path }) => /\.tsx?$/.test(path) && path.startsWith('src/'))
  if (modules.length === 0) return [{ path: 'src', message: 'no module was seen' }]
  return modules.filter(({ path }) => !isTest(path)).flatMap(checkFile)
}

function checkFile({ path, text }: SourceFile): Violation[] {
  const room = roomOf(path)
  if (!room) return [{ path, message: 'stands in no room' }]
  const { imports, code } = read(path, text)
  const found = imports.flatMap((given) => importProblem(path, room, given)).map((message) => ({ path, message }))
  const unsteady = belowDoor.includes(room) ? forbidden.filter(([pattern]) => pattern.test(code)).map(([, message]) => ({ path, message })) : []
  return [...found, ...unsteady]
}

interface Import {
  readonly from: string
  readonly typeOnly: boolean
}

/** The imports of a module, and its text without comments, strings and regular expressions. */
function read(path: string, text: string): { imports: readonly Import[]; code: string } {
  const { program, comments } = parseSync(path, text)
  const imports: Import[] = []
  const blanks: (readonly [number, number])[] = comments.map(({ start, end }) => [start, end])
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (typeof node !== 'object' || node === null || !('type' in node)) return
    const { type, start, end, source, importKind, exportKind, specifiers, value } = node as { [key: string]: never } & { type: string; start: number; end: number }
    if (type === 'Literal' || type === 'TemplateElement' || type === 'JSXText') blanks.push([start, end])
    const isSource = type === 'ImportDeclaration' || type === 'ExportNamedDeclaration' || type === 'ExportAllDeclaration' || type === 'ImportExpression'
    if (isSource && source) {
      const list = (specifiers ?? []) as { importKind?: string; exportKind?: string }[]
      const allTypes = list.length > 0 && list.every((specifier) => specifier.importKind === 'type' || specifier.exportKind === 'type')
      imports.push({ from: (source as { value: string }).value, typeOnly: importKind === 'type' || exportKind === 'type' || allTypes })
    }
    void value
    Object.values(node).forEach(visit)
  }
  visit(program)
  return { imports, code: blanks.sort(([a], [b]) => b - a).reduce((left, [start, end]) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end), text) }
}

function importProblem(path: string, room: string, { from, typeOnly }: Import): string[] {
  if (!from.startsWith('.')) return packageProblem(room, from)
  const target = resolve(path, from)
  if (!/\.tsx?$/.test(target)) return []
  const other = roomOf(target)
  if (other === undefined) return [`imports ${from}, which stands in no room`]
  if (other === 'testing') return [`imports ${from}: testing is for tests`]
  const may = rooms.find(({ name }) => name === room)?.may ?? []
  if (other === room || may.includes(other)) return []
  if (may.includes('*') && belowDoor.includes(other)) return []
  if (other === 'api' && may.includes('api/meta') && target.startsWith('src/api/meta/')) return []
  if (other === 'api' && may.includes('api (types)') && typeOnly) return []
  return [`${room} may not import ${other}${typeOnly ? '' : ' (value)'}: ${from}`]
}

function packageProblem(room: string, from: string): string[] {
  if (free.has(room)) return []
  const name = from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] ?? from)
  return packages[room]?.includes(name) ? [] : [`${room} may not import the package ${name}`]
}

function resolve(path: string, from: string): string {
  const parts = path.split('/').slice(0, -1)
  for (const part of from.replace(/\?.*$/, '').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** The top level is fixed. */
const topLevel = new Set(['package.json', 'package-lock.json', 'vite.config.ts', 'index.html', 'src', 'public', 'e2e', 'README.md', 'LICENSE', 'node_modules', 'dist'])

export const checkTopLevel = (names: readonly string[]): Violation[] =>
  names.filter((name) => !name.startsWith('.') && !topLevel.has(name)).map((path) => ({ path, message: 'does not belong to the top level' }))
