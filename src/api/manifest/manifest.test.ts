import { expect, test } from 'vitest'
import { manifestLimit, parseManifest } from './manifest.ts'

const valuesOf = (text: string): readonly unknown[] => parseManifest(text).documents.map(({ value }) => value)
const messageOf = (text: string): string => {
  const manifest = parseManifest(text)
  return manifest.ok ? '' : manifest.message
}

test.each([
  { name: 'words that mean yes and no', text: 'a: yes\nb: Off\nc: y\nd: n\ne: "yes"', value: { a: true, b: false, c: true, d: false, e: 'yes' } },
  { name: 'octal and other numbers', text: 'a: 0644\nb: 0o17\nc: 0x1F\nd: 0b11\ne: 1_000\nf: 08', value: { a: 420, b: 15, c: 31, d: 3, e: 1_000, f: 8 } },
  { name: 'floats, dates and clock times', text: 'a: 1e3\nb: .5\nc: 2026-01-01\nd: 12:30\ne: 1.10', value: { a: 1_000, b: 0.5, c: '2026-01-01', d: '12:30', e: 1.1 } },
  { name: 'nothing', text: 'a:\nb: ~\nc: null\nd: ""', value: { a: null, b: null, c: null, d: '' } },
  { name: 'keys of other types', text: '1: a\non: b\n1.5: c', value: { 1: 'a', true: 'b', '1.5': 'c' } },
  { name: 'literal and folded text', text: 'a: |\n  one\n   two\nb: >-\n  one\n  two\n\n  three\nc: |+\n  end\n\n', value: { a: 'one\n two\n', b: 'one two\nthree', c: 'end\n\n' } },
  { name: 'text over several lines', text: 'a: one\n  two\nb: "x\n  y \\\n  z"', value: { a: 'one two', b: 'x y z' } },
  { name: 'a list as deep as its key', text: 'a:\n- 1\n- b: 2\n  c: 3\n- - 4', value: { a: [1, { b: 2, c: 3 }, [4]] } },
  { name: 'brackets', text: 'a: [{b: 1}, c: 2, "d"]\ne: {f, g: }', value: { a: [{ b: 1 }, { c: 2 }, 'd'], e: { f: null, g: null } } },
  { name: 'anchors and merge keys', text: 'a: &x {k: 1, l: 2}\nb: *x\nc:\n  <<: *x\n  l: 3', value: { a: { k: 1, l: 2 }, b: { k: 1, l: 2 }, c: { k: 1, l: 3 } } },
  { name: 'tags', text: 'a: !!str 123\nb: !!float 1\nc: !own x', value: { a: '123', b: 1, c: 'x' } },
  { name: 'comments and Chinese', text: '# 注释\na: 命名空间 # 隔离\n', value: { a: '命名空间' } },
])('$name are read as kubectl reads them', ({ text, value }) => {
  expect(valuesOf(text)).toEqual([value])
})

test('documents stand between lines of dashes; comments alone are none', () => {
  expect(valuesOf('---\na: 1\n---\n# nothing\n--- # next\nb: 2\n...\n')).toEqual([{ a: 1 }, { b: 2 }])
})

test('JSON is a manifest as well', () => {
  expect(valuesOf('{"a": [1, "x\\/y"]}')).toEqual([{ a: [1, 'x/y'] }])
})

test('of a key that stands twice the later one counts, and it is told', () => {
  const [document] = parseManifest('data:\n  a: 1\n  b: 2\n  a: 3\n').documents
  expect([document?.value, document?.duplicates]).toEqual([{ data: { a: 3, b: 2 } }, ['data.a']])
})

test.each([
  { name: 'line breaks lost, as the article was printed', text: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:labels:app: serverb\nspec:replicas: 2selector:matchLabels:app: serverb\n\nx', message: 'yaml: line 4: mapping values are not allowed in this context' },
  { name: 'a second colon', text: 'a: 1\nb: c: d\n', message: 'yaml: line 2: mapping values are not allowed in this context' },
  { name: 'a key too deep', text: 'a: 1\n b: 2\n', message: 'yaml: line 2: mapping values are not allowed in this context' },
  { name: 'a key not deep enough', text: 'a:\n    b: 1\n  c: 2\n', message: 'yaml: line 2: did not find expected key' },
  { name: 'a tab before a key', text: 'a:\n\tb: 1\n', message: 'yaml: line 2: found character that cannot start any token' },
  { name: 'a word without a colon', text: 'a: 1\nb\nc: 2\n', message: "yaml: line 3: could not find expected ':'" },
  { name: 'an open quote', text: 'a: "b\n', message: 'yaml: line 2: found unexpected end of stream' },
  { name: 'an open bracket', text: 'a: [b\nc: d\n', message: "yaml: line 1: did not find expected ',' or ']'" },
  { name: 'an unknown anchor', text: 'a: *b\n', message: "yaml: unknown anchor 'b' referenced" },
  { name: 'a template that was not filled in', text: 'a: {{ .Values.b }}\n', message: 'yaml: invalid map key: map[interface {}]interface {}{".Values.b":interface {}(nil)}' },
])('$name: the error is the one kubectl gives', ({ text, message }) => {
  expect(messageOf(text)).toBe(`error converting YAML to JSON: ${message}`)
})

test('an error is told by the line of its document, and placed at the line of the file', () => {
  const manifest = parseManifest('a: 1\n---\nb: 2\nc: d: e\n')
  expect(!manifest.ok && [manifest.message, manifest.place.line, manifest.documents.length]).toEqual(['error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context', 4, 1])
})

test('an alias bomb is refused while it grows', () => {
  const lines = Array.from({ length: 9 }, (_, index) => `k${index + 1}: &k${index + 1} [${Array.from({ length: 9 }, () => `*k${index}`).join(', ')}]`)
  expect(messageOf(`k0: &k0 lol\n${lines.join('\n')}\n`)).toBe('error converting YAML to JSON: yaml: document contains excessive aliasing')
  expect(messageOf('a: &a [*a]\n')).toBe("error converting YAML to JSON: yaml: anchor 'a' value contains itself")
})

test('what is too large or too deep is refused by a named limit', () => {
  expect(messageOf('a: b\n'.repeat(1_000_000))).toBe(`the manifest has 5000000 characters, and at most ${manifestLimit} are read`)
  expect(messageOf('['.repeat(100_000))).toBe('error converting YAML to JSON: yaml: exceeded max depth of 1000')
})

const deployment = `# first
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    example.com/app: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: nginx
      - {name: side,
         image: busybox}
`

test.each([
  { name: 'a scalar with its key', field: 'metadata.name', place: [5, 3, 5, 12] },
  { name: 'a list item', field: 'spec.template.spec.containers[0]', place: [12, 9, 13, 21] },
  { name: 'a field of a list item', field: 'spec.template.spec.containers[1].image', place: [15, 10, 15, 24] },
  { name: 'a key in brackets', field: 'metadata.labels[example.com/app]', place: [7, 5, 7, 25] },
  { name: 'a key with points', field: 'metadata.labels.example.com/app', place: [7, 5, 7, 25] },
  { name: 'the nearest parent of what is missing', field: 'spec.template.spec.containers[0].ports[0].containerPort', place: [12, 9, 13, 21] },
  { name: 'the first key for the document', field: '', place: [2, 1, 2, 11] },
])('places: $name', ({ field, place }) => {
  const [document] = parseManifest(deployment).documents
  const found = document?.place(field)
  expect([found?.line, found?.column, found?.endLine, found?.endColumn]).toEqual(place)
})
