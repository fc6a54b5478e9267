import { describe, expect, it } from 'vitest'
import { decode } from './decode.ts'
import { decodeQuantity } from './decode-quantity.ts'
import { parseJson } from './json.ts'

const container = (fields: object) => ({ spec: { containers: [{ name: 'web', ...fields }] } })

describe('decoding as Go does it', () => {
  it.each([
    { name: 'a string for a number', value: { spec: { terminationGracePeriodSeconds: 'x' } }, message: 'json: cannot unmarshal string into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64' },
    { name: 'an object for a list', value: { spec: { containers: {} } }, message: 'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container' },
    { name: 'a field of an embedded struct', value: { spec: { volumes: [{ emptyDir: 5 }] } }, message: 'json: cannot unmarshal number into Go struct field Volume.spec.volumes.VolumeSource.emptyDir of type v1.EmptyDirVolumeSource' },
    { name: 'a number that does not fit', value: container({ ports: [{ containerPort: 3_000_000_000 }] }), message: 'json: cannot unmarshal number 3000000000 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32' },
    { name: 'a quantity that is none', value: container({ resources: { limits: { cpu: 'lots' } } }), message: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'" },
    { name: 'a date that is none', value: { metadata: { creationTimestamp: 'yesterday' } }, message: 'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"' },
  ])('refuses $name', ({ value, message }) => {
    expect(decode('Pod', value)).toEqual({ ok: false, message })
  })

  it('is strict about case, lets null be absent and leaves out what Go leaves out', () => {
    const decoded = decode('Pod', container({ Image: 'nginx', image: null, args: [], stdin: false, tty: true, resources: {} }))
    expect(decoded).toMatchObject({ ok: true, unknownFields: ['spec.containers[0].Image'] })
    expect(decoded.ok && decoded.object['spec']).toEqual({ containers: [{ name: 'web', resources: {}, tty: true }] })
  })

  it('keeps false and 0 behind a pointer', () => {
    const decoded = decode('Deployment', { spec: { replicas: 0, template: { spec: { automountServiceAccountToken: false } } } })
    expect(decoded.ok && decoded.object['spec']).toMatchObject({ replicas: 0, template: { spec: { automountServiceAccountToken: false } } })
  })
})

describe('quantities in objects', () => {
  it.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1024Mi', '1Gi'],
    ['+1Gi', '+1Gi'],
    ['5.', '5.'],
    ['Gi', '0'],
    ['1e3', '1e3'],
    ['0.1234567890', '123456789n'],
  ])('%s is written %s', (given, written) => {
    expect(decodeQuantity(given)).toEqual({ ok: true, text: written })
  })
})

describe('JSON', () => {
  it('tells which keys stand twice', () => {
    expect(parseJson('{"a":{"b":1,"b":2},"c":[{"d":1},{"d":1,"d":2}]}')).toMatchObject({ duplicates: ['a.b', 'c[1].d'] })
  })

  it.each([
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{"a":', 'unexpected end of JSON input'],
  ])('complains of %s as Go does', (text, message) => {
    expect(parseJson(text)).toEqual({ ok: false, message })
  })
})
