import { describe, expect, it } from 'vitest'
import { emptyWorld, type Row, type World } from '../../view/world.ts'
import type { FileState } from './files.ts'
import { keyOf, standingOf } from './standing.ts'

const key = 'deployments.apps/shop/web'
const file = (change: Partial<FileState> = {}): FileState => ({ name: 'web.yaml', text: 'a', applied: 'a', problems: [], refused: false, partly: false, objects: [{ key, desired: 2, revision: 50 }], ...change })

function worldWith(row: Partial<Row> | undefined, revision = 60): World {
  const known: Row = { id: 1, key, resource: 'deployments.apps', namespace: 'shop', name: 'web', uid: 'u', owner: 0, node: '', ip: '', app: 'web', phase: '', health: 'ok', ready: 2, desired: 2, restarts: -1, cpuMilli: -1, memoryBytes: -1, created: 0, revision: 50, deleting: false, labels: {}, detail: {} }
  return { ...emptyWorld, revision, byKey: row ? new Map([[key, { ...known, ...row }]]) : new Map() }
}

describe('a file and the cluster', () => {
  const cases = [
    { name: 'nothing was applied yet', file: file({ applied: '', objects: [] }), world: worldWith({}), standing: 'new' },
    { name: 'the last apply was refused', file: file({ refused: true }), world: worldWith({}), standing: 'refused' },
    { name: 'what was applied is there', file: file(), world: worldWith({}), standing: 'same' },
    { name: 'the text went on since', file: file({ text: 'b' }), world: worldWith({}), standing: 'edited' },
    { name: 'somebody scaled it since', file: file(), world: worldWith({ desired: 5, revision: 58 }), standing: 'changed' },
    { name: 'somebody deleted it since', file: file(), world: worldWith(undefined), standing: 'gone' },
    { name: 'it is on its way out', file: file(), world: worldWith({ deleting: true }), standing: 'gone' },
    { name: 'the page shows a moment before the apply', file: file(), world: worldWith(undefined, 49), standing: 'new' },
    { name: 'the object is an earlier one', file: file({ objects: [{ key, desired: 2, revision: 59 }] }), world: worldWith({ revision: 50 }), standing: 'changed' },
  ]
  for (const { name, file: given, world, standing } of cases) {
    it(`${name}: ${standing}`, () => expect(standingOf(given, world)).toBe(standing))
  }

  it('an object without a namespace is in default, unless its kind knows none', () => {
    const kinds = [
      { resource: 'pods', group: '', version: 'v1', kind: 'Pod', plural: 'pods', shortNames: ['po'], namespaced: true, scalable: false },
      { resource: 'namespaces', group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', shortNames: ['ns'], namespaced: false, scalable: false },
    ]
    expect(keyOf({ kind: 'Pod', namespace: '', name: 'a' }, kinds)).toBe('pods/default/a')
    expect(keyOf({ kind: 'Namespace', namespace: '', name: 'a' }, kinds)).toBe('namespaces/a')
    expect(keyOf({ kind: 'Widget', namespace: '', name: 'a' }, kinds)).toBeUndefined()
  })
})
