import { describe, expect, it } from 'vitest'
import { checkRooms, checkTopLevel } from './rooms.ts'

const messages = (path: string, text: string): string[] => checkRooms([{ path, text }]).map(({ message }) => message)

describe('the room check', () => {
  it.each([
    { name: 'a controller that reaches into the API server', path: 'src/cluster/kube-controller-manager/x.ts', text: "import { create } from '../kube-apiserver/create.ts'" },
    { name: 'a type-only import across a wall', path: 'src/sim/x.ts', text: "import type { Pod } from '../api/generated/types.ts'" },
    { name: 'an import inside a type', path: 'src/sim/x.ts', text: "export type Pod = import('../api/generated/types.ts').Pod" },
    { name: 'a dynamic import across a wall', path: 'src/cluster/network/x.ts', text: "export const load = () => import('../kubelet/kubelet.ts')" },
    { name: 'a dynamic import of a computed path', path: 'src/view/x.ts', text: 'export const load = (path: string) => import(`../${path}`)' },
    { name: 'a re-export across a wall', path: 'src/api/x.ts', text: "export { put } from '../cluster/etcd/store.ts'" },
    { name: 'an import for its effect across a wall', path: 'src/api/x.ts', text: "import '../sim/kernel.ts'" },
    { name: 'a file of data across a wall', path: 'src/view/x.ts', text: "import words from '../ui/locales/en/facts.json'" },
    { name: 'an import without its extension', path: 'src/cluster/cluster.ts', text: "import { put } from './etcd/store'" },
    { name: 'the page importing a kind as a value', path: 'src/ui/x.tsx', text: "import { podKind } from '../api/kinds/pod.ts'" },
    { name: 'the page importing a kind and its type', path: 'src/ui/x.tsx', text: "import { type Kind, podKind } from '../api/kinds/pod.ts'" },
    { name: 'the page importing the cluster', path: 'src/view/x.ts', text: "import { createCluster } from '../cluster/cluster.ts'" },
    { name: 'the cluster importing kubectl', path: 'src/cluster/founding-demo.ts', text: "import { apply } from '../kubectl/apply.ts'" },
    { name: 'React outside ui', path: 'src/view/x.ts', text: "import { memo } from 'react'" },
    { name: 'a package in the wrong room', path: 'src/cluster/etcd/x.ts', text: "import BTree from 'sorted-btree'" },
    { name: 'Node in the cluster', path: 'src/cluster/etcd/x.ts', text: "import { readFileSync } from 'node:fs'" },
    { name: 'testing in a module that is no test', path: 'src/cluster/cluster.ts', text: "import { story } from './testing/story.ts'" },
    { name: 'a file outside every room', path: 'src/utils.ts', text: 'export const x = 1' },
    { name: 'a folder of the cluster that is no binary', path: 'src/cluster/helpers/x.ts', text: 'export const x = 1' },
  ])('catches $name', ({ path, text }) => {
    expect(messages(path, text)).toHaveLength(1)
  })

  it.each([
    { name: 'async', path: 'src/cluster/etcd/x.ts', text: 'export const wait = async () => 1' },
    { name: 'an async method', path: 'src/cluster/etcd/x.ts', text: 'export const store = { async get() {} }' },
    { name: 'a promise as a type', path: 'src/api/x.ts', text: 'export type Answer = Promise<string>' },
    { name: 'a timer', path: 'src/cluster/kubelet/x.ts', text: 'export const later = () => setTimeout(later, 1)' },
    { name: 'the wall clock', path: 'src/sim/x.ts', text: 'export const now = () => Date.now()' },
    { name: 'a new date', path: 'src/sim/x.ts', text: 'export const now = () => new Date(0)' },
    { name: 'a date under another name', path: 'src/sim/x.ts', text: 'export const now = { Date }' },
    { name: 'a clock reached through the global object', path: 'src/sim/x.ts', text: 'export const clock = globalThis.performance' },
    { name: 'chance', path: 'src/kubectl/x.ts', text: 'export const roll = () => Math.random()' },
    { name: 'an inexact function', path: 'src/sim/x.ts', text: 'export const ln = (x: number) => Math.log(x)' },
    { name: 'all of Math', path: 'src/sim/x.ts', text: 'export const { random } = Math' },
    { name: 'an inexact power', path: 'src/sim/x.ts', text: 'export const decay = (n: number) => 0.9 ** n' },
    { name: 'an order that depends on the locale', path: 'src/sim/x.ts', text: 'export const order = (a: string, b: string) => a.localeCompare(b)' },
    { name: 'a number written for the locale', path: 'src/cluster/testing/x.ts', text: 'export const say = (n: number) => n.toLocaleString()' },
    { name: 'a syntax error', path: 'src/sim/x.ts', text: 'export const = 1' },
  ])('catches below the door $name', ({ path, text }) => {
    expect(messages(path, text)).toHaveLength(1)
  })

  it.each([
    { name: 'a controller that uses its client', path: 'src/cluster/kube-controller-manager/x.ts', text: "import { done } from '../client-go/process.ts'" },
    { name: 'the file that sees the whole cluster', path: 'src/cluster/cluster.ts', text: "import { kubelet } from './kubelet/kubelet.ts'" },
    { name: 'the page taking a type of a kind', path: 'src/ui/x.tsx', text: "import type { Kind } from '../api/kinds/kind.ts'" },
    { name: 'the page taking only types by name', path: 'src/ui/x.tsx', text: "import { type Kind, type Scope } from '../api/kinds/kind.ts'" },
    { name: 'the page using the vocabulary', path: 'src/ui/x.tsx', text: "import { matches } from '../api/meta/labels.ts'" },
    { name: 'a table in sim', path: 'src/sim/x.ts', text: "import BTree from 'sorted-btree'" },
    { name: 'Node in the gateway', path: 'src/gateway/x.ts', text: "import { createServer } from 'node:http'" },
    { name: 'promises above the door', path: 'src/worker/x.ts', text: 'export const wait = async () => performance.now()' },
    { name: 'words in comments, strings and the names of fields', path: 'src/sim/x.ts', text: "/** No Promise, no Date.now(). */\nexport const said = { Date: 'Math.random() and await', performance: 1 }.performance" },
    { name: 'exact arithmetic', path: 'src/sim/x.ts', text: 'export const size = (n: number) => Math.floor(2 ** n) + Number(10n ** BigInt(n))' },
    { name: 'a test that looks everywhere', path: 'src/cluster/etcd/x.test.ts', text: "import { story } from '../testing/story.ts'\nawait story(Date.now())" },
  ])('allows $name', ({ path, text }) => {
    expect(messages(path, text)).toEqual([])
  })

  it('says where', () => {
    expect(checkRooms([{ path: 'src/sim/x.ts', text: "\nimport '../api/x.ts'\n\nexport const now = Date.now" }]).map(({ path }) => path)).toEqual(['src/sim/x.ts:2', 'src/sim/x.ts:4'])
  })

  it('fails if it saw no module', () => {
    expect(checkRooms([])).toEqual([{ path: 'src', message: 'no module was seen' }])
  })

  it('refuses a new entry at the top level', () => {
    expect(checkTopLevel(['src', '.ci', 'utils', 'tsconfig.json']).map(({ path }) => path)).toEqual(['utils', 'tsconfig.json'])
  })
})
