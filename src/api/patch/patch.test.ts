import { expect, test } from 'vitest'
import { jsonPatch } from './json-patch.ts'
import { mergePatch } from './merge.ts'
import { strategicMergePatch } from './strategic.ts'
import { threeWayPatch } from './three-way.ts'

const pod = (spec: object) => ({ spec: { template: { spec } } })

test('a merge patch removes by null, merges objects and replaces lists', () => {
  const target = { data: { a: '1', b: '2' }, list: [1, 2], kept: true }
  expect(mergePatch(target, { data: { a: null, c: '3' }, list: [3] })).toEqual({ data: { b: '2', c: '3' }, list: [3], kept: true })
})

test('a JSON patch changes what it points to, in order', () => {
  const target = { metadata: { labels: { 'a/b': 'x' } }, list: ['a', 'b'] }
  const patch = [
    { op: 'test', path: '/metadata/labels/a~1b', value: 'x' },
    { op: 'replace', path: '/metadata/labels/a~1b', value: 'y' },
    { op: 'add', path: '/list/-', value: 'c' },
    { op: 'remove', path: '/list/0' },
    { op: 'copy', from: '/list/0', path: '/first' },
  ]
  expect(jsonPatch(target, patch)).toEqual({ ok: true, value: { metadata: { labels: { 'a/b': 'y' } }, list: ['b', 'c'], first: 'b' } })
})

test('a JSON patch whose test fails changes nothing', () => {
  expect(jsonPatch({ a: 1 }, [{ op: 'test', path: '/a', value: 2 }])).toEqual({ ok: false, message: 'testing value /a failed: test failed' })
})

test.each([
  { name: 'items of equal names are merged, others kept, new ones come first', patch: [{ name: 'a', image: 'x:2' }, { name: 'c', image: 'z' }], result: [{ name: 'a', image: 'x:2' }, { name: 'c', image: 'z' }, { name: 'b', image: 'y' }] },
  { name: 'an item is deleted by its name', patch: [{ $patch: 'delete', name: 'a' }], result: [{ name: 'b', image: 'y' }] },
  { name: 'the list is replaced', patch: [{ $patch: 'replace' }, { name: 'c', image: 'z' }], result: [{ name: 'c', image: 'z' }] },
])('a strategic patch of containers: $name', ({ patch, result }) => {
  const target = pod({ containers: [{ name: 'a', image: 'x' }, { name: 'b', image: 'y' }] })
  expect(strategicMergePatch(target, pod({ containers: patch }), 'Deployment')).toEqual({ ok: true, value: pod({ containers: result }) })
})

test('a strategic patch puts a list into the order that it names', () => {
  const target = pod({ containers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] })
  const patch = pod({ '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }, { name: 'b' }] })
  expect(strategicMergePatch(target, patch, 'Deployment')).toEqual({ ok: true, value: pod({ containers: [{ name: 'c' }, { name: 'a' }, { name: 'b' }] }) })
})

test('a strategic patch keeps of a strategy only what it names', () => {
  const target = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } }
  const patch = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }
  expect(strategicMergePatch(target, patch, 'Deployment')).toEqual({ ok: true, value: { spec: { strategy: { type: 'Recreate' } } } })
})

test('an item without its key cannot be merged', () => {
  const result = strategicMergePatch(pod({ containers: [{ name: 'a' }] }), pod({ containers: [{ image: 'x' }] }), 'Deployment')
  expect(result).toEqual({ ok: false, message: 'map: map[image:x] does not contain declared merge key: name' })
})

const three = (original: object, modified: object, current: object) => threeWayPatch({ original: { ...original }, modified: { ...modified }, current: { ...current }, struct: 'Deployment' })

test('apply sends what differs and leaves alone what it never wrote', () => {
  const current = { spec: { replicas: 2, minReadySeconds: 5, paused: false } }
  expect(three({ spec: { replicas: 2 } }, { spec: { replicas: 3 } }, current)).toEqual({ ok: true, patch: { spec: { replicas: 3 } } })
  expect(three({ spec: { replicas: 2 } }, { spec: { replicas: 2 } }, current)).toEqual({ ok: true, patch: {} })
})

test('apply removes what the manifest no longer has', () => {
  const original = { metadata: { labels: { a: '1', b: '2' } }, ...pod({ containers: [{ name: 'a' }, { name: 'b' }] }) }
  const modified = { metadata: { labels: { a: '1' } }, ...pod({ containers: [{ name: 'a' }] }) }
  expect(three(original, modified, original)).toEqual({
    ok: true,
    patch: {
      metadata: { labels: { b: null } },
      ...pod({ '$setElementOrder/containers': [{ name: 'a' }], containers: [{ $patch: 'delete', name: 'b' }] }),
    },
  })
})

test('apply tells the order of a list to which someone else has added, so that the object counts as configured', () => {
  const written = pod({ containers: [{ name: 'a', image: 'x' }] })
  const current = pod({ containers: [{ name: 'injected', image: 'y' }, { name: 'a', image: 'x' }] })
  expect(three(written, written, current)).toEqual({ ok: true, patch: pod({ '$setElementOrder/containers': [{ name: 'a' }] }) })
})

test('apply clears the fields of a strategy that has changed its type', () => {
  const current = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } } } }
  const modified = { spec: { strategy: { type: 'Recreate' } } }
  expect(three({}, modified, current)).toEqual({ ok: true, patch: { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } } })
})

test('what apply computes makes the live object what the manifest says', () => {
  const original = pod({ containers: [{ name: 'a', image: 'x', env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }] }] })
  const modified = pod({ containers: [{ name: 'a', image: 'x:2', env: [{ name: 'C', value: '3' }, { name: 'A', value: '1' }] }] })
  const current = pod({ containers: [{ name: 'a', image: 'x', imagePullPolicy: 'Always', env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }, { name: 'Z', value: 'mine' }] }] })
  const result = three(original, modified, current)
  expect(result.ok && strategicMergePatch(current, result.patch, 'Deployment')).toEqual({
    ok: true,
    value: pod({ containers: [{ name: 'a', image: 'x:2', imagePullPolicy: 'Always', env: [{ name: 'C', value: '3' }, { name: 'A', value: '1' }, { name: 'Z', value: 'mine' }] }] }),
  })
})
