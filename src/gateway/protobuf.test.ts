import { expect, test } from 'vitest'
import { transcode } from './protobuf.ts'

/** Fields as [number, varint | text | message]. */
type Field = readonly [number, number | string | Buffer]

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))]
}
function message(...fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.from([...varint(number * 8), ...varint(value)])
      const bytes = Buffer.from(value)
      return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes])
    }),
  )
}
const envelope = (apiVersion: string, kind: string, raw: Buffer): Buffer => Buffer.concat([Buffer.from('k8s\0'), message([1, message([1, apiVersion], [2, kind])], [2, raw])])
const jsonOf = (body: Buffer): unknown => {
  const read = transcode(body)
  return read.ok ? (JSON.parse(read.json) as unknown) : read.message
}

test('a Deployment as kubectl sends it: what is empty is left out, what is a pointer stays, embedded structs and maps are in their place', () => {
  const quantity = message([1, 'cpu'], [2, message([1, '250m'])])
  const probe = message([1, message([2, message([1, '/healthz'], [2, message([1, 0], [2, 8080])])])], [2, 0])
  const container = message([1, 'web'], [2, 'nginx'], [5, ''], [8, message([1, quantity])], [11, probe])
  const template = message([1, message([11, message([1, 'app'], [2, 'web'])])], [2, message([2, container])])
  const metadata = message([1, 'web'], [2, ''], [3, 'x'], [7, 0], [8, message()], [11, message([1, 'app'], [2, 'web'])])
  const body = envelope('apps/v1', 'Deployment', message([1, metadata], [2, message([1, 0], [3, template], [4, message([1, ''])], [5, 0])]))

  expect(jsonOf(body)).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'x', labels: { app: 'web' } },
    spec: {
      replicas: 0,
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'nginx', resources: { limits: { cpu: '250m' } }, readinessProbe: { httpGet: { path: '/healthz', port: 8080 } } }] },
      },
      strategy: {},
    },
  })
})

test('binary data becomes base64, and a map may have a key called __proto__', () => {
  const body = envelope('v1', 'Secret', message([1, message([1, 's'])], [2, message([1, '__proto__'], [2, Buffer.from([0xff, 0])])]))
  expect(JSON.stringify(jsonOf(body))).toBe('{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"__proto__":"/wA="}}')
})

test('a field that a younger client sends is skipped', () => {
  expect(jsonOf(envelope('v1', 'ConfigMap', message([99, 'x'], [4, 1])))).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', immutable: true })
})

test('what is broken, cut off or unknown is an answer', () => {
  const good = envelope('v1', 'ConfigMap', message([1, message([1, 'cm'])]))
  expect(jsonOf(Buffer.from('{}'))).toContain('prefix')
  expect(jsonOf(good.subarray(0, good.length - 1))).toContain('unexpected EOF')
  expect(jsonOf(envelope('v1', 'Nonsense', message()))).toContain('Nonsense')
  expect(jsonOf(envelope('v1', 'ConfigMap', message([1, 7])))).toContain('length')
})
