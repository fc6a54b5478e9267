import { describe, expect, it } from 'vitest'
import { checkRooms, checkTopLevel } from './rooms.ts'

const messages = (path: string, text: string): string[] => checkRooms([{ path, text }]).map(({ message }) => message)

describe('the room check', () => {
  it.each([
    { name: 'a controller that reaches into the API server', path: 'src/cluster/kube-controller-manager/x.ts', text: "import { create } from '../kube-apiserver/create.ts'" },
    { name: 'a type-only import across a wall', path: 'src/sim/x.ts', text: "import type { Pod } from '../api/generated/types.ts'" },
    { name: 'a dynamic import across a wall', path: 'src/cluster/network/x.ts', text: "export const load = () => import('../kubelet/kubelet.ts')" },
    { name: 'a re-export across a wall', path: 'src/api/x.ts', text: "export { put } from '../cluster/etcd/store.ts'" },
    { name: 'the page importing a kind as a value', path: 'src/ui/x.tsx', text: "import { podKind } from '../api/kinds/pod.ts'" },
    { name: 'the page importing the cluster', path: 'src/view/x.ts', text: "import { createCluster } from '../cluster/cluster.ts'" },
    { name: 'React outside ui', path: 'src/view/x.ts', text: "import { memo } from 'react'" },
    { name: 'testing in a module that is none', path: 'src/cluster/cluster.ts', text: "import { story } from './testing/story.ts'" },
    { name: 'a promise below the door', path: 'src/cluster/etcd/x.ts', text: 'export const wait = async () => 1' },
    { name: 'the wall clock below the door', path: 'src/sim/x.ts', text: 'export const now = () => Date.now()' },
    { name: 'chance below the door', path: 'src/kubectl/x.ts', text: 'export const roll = () => Math.random()' },
    { name: 'a file outside every room', path: 'src/utils.ts', text: 'export const x = 1' },
  ])('catches $name', ({ path, text }) => {
    expect(messages(path, text)).toHaveLength(1)
  })

  it.each([
    { name: 'a controller that uses its client', path: 'src/cluster/kube-controller-manager/x.ts', text: "import { done } from '../client-go/process.ts'" },
    { name: 'the page taking a type of a kind', path: 'src/ui/x.tsx', text: "import type { Kind } from '../api/kinds/kind.ts'" },
    { name: 'words in comments and strings', path: 'src/sim/x.ts', text: "/** No Promise, no Date.now(). */\nexport const said = 'Math.random() and await'" },
    { name: 'a test that looks everywhere', path: 'src/cluster/etcd/x.test.ts', text: "import { createCluster } from '../cluster.ts'" },
  ])('allows $name', ({ path, text }) => {
    expect(checkRooms([{ path, text }, { path: 'src/sim/other.ts', text: '' }])).toEqual([])
  })

  it('fails if it saw no module', () => {
    expect(checkRooms([])).toEqual([{ path: 'src', message: 'no module was seen' }])
  })

  it('refuses a new entry at the top level', () => {
    expect(checkTopLevel(['src', '.ci', 'utils', 'tsconfig.json']).map(({ path }) => path)).toEqual(['utils', 'tsconfig.json'])
  })
})
