import { beforeEach, expect, test } from 'vitest'
import { isStream } from '../api/meta/http.ts'
import { openFoundingDemo } from '../cluster/founding-demo.ts'
import { openTestServer, type TestServer } from '../cluster/testing/api-server.ts'
import { apply } from './apply.ts'
import { kubectl } from './kubectl.ts'
import type { Handle } from './session.ts'

let server: TestServer
let handle: Handle

beforeEach(() => {
  server = openTestServer()
  handle = ({ method, path, query, headers, body }) => {
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
    const answer = server.send(method, `${path}?${search}`, body === '' ? undefined : body, headers['content-type'])
    return { code: answer.code, headers: { warning: answer.warning }, body: JSON.stringify(answer.body) }
  }
})

/** Everything printed but the command itself. */
const applied = (text: string, namespace?: string): string[] =>
  apply({ text, file: 'web.yaml', handle, ...(namespace !== undefined && { namespace }) }).output.slice(1).flatMap(({ text: line }) => line.split('\n'))

const deployment = (more = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: nginx${more}
`

test('what is not there is created, the same again is unchanged, a change is configured', () => {
  expect(applied(deployment())).toEqual(['deployment.apps/web created'])
  expect(applied(deployment())).toEqual(['deployment.apps/web unchanged'])
  expect(applied(deployment(':1.27'))).toEqual(['deployment.apps/web configured'])
})

test('a missing namespace is told by the server and marked where it is written', () => {
  const outcome = apply({ text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: my-test-space\n', file: 'a.yaml', handle })
  expect(outcome.output.at(-1)?.text).toBe('Error from server (NotFound): error when creating "a.yaml": namespaces "my-test-space" not found')
  expect(outcome.problems).toMatchObject([{ code: 404, reason: 'NotFound', field: 'metadata.namespace', line: 5, column: 3 }])
  expect(outcome.documents).toMatchObject([{ code: 404, verb: 'refused' }])
})

test('a selector cannot change; the line of the selector is marked', () => {
  applied(deployment())
  const outcome = apply({ text: deployment().replaceAll('app: web', 'app: other'), file: 'web.yaml', handle })
  expect(outcome.output.at(-1)?.text).toBe('The Deployment "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable')
  expect(outcome.problems).toMatchObject([{ code: 422, field: 'spec.selector', line: 7 }])
})

test('misspelt fields are refused by name, each at its line', () => {
  const outcome = apply({ text: deployment().replace('replicas', 'replica').replace('image', 'imagee'), file: 'web.yaml', handle })
  expect(outcome.output.at(-1)?.text).toBe(
    'Error from server (BadRequest): error when creating "web.yaml": Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica", unknown field "spec.template.spec.containers[0].imagee"',
  )
  expect(outcome.problems.map(({ line }) => line)).toEqual([6, 15])
})

test('several errors come last, each on its line, and what is right is applied', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: gone}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n---\napiVersion: apps/v1\nkind: StatefullSet\nmetadata: {name: c}\n'
  expect(applied(text)).toEqual([
    'configmap/b created',
    'resource mapping not found for name: "c" namespace: "" from "web.yaml": no matches for kind "StatefullSet" in version "apps/v1"',
    'ensure CRDs are installed first',
    'Error from server (NotFound): error when creating "web.yaml": namespaces "gone" not found',
  ])
})

test('a List is applied item by item, and its items are found at their own lines', () => {
  const outcome = apply({ text: 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: B\n', file: 'l.yaml', handle })
  expect(outcome.documents.map(({ object, verb }) => `${object} ${verb}`)).toEqual(['configmaps/default/a created', 'configmaps/default/B refused'])
  expect(outcome.problems).toMatchObject([{ field: 'metadata.name', line: 11 }])
})

test.each([
  { name: 'no YAML', text: 'a: b: c\n', lines: ['error: error parsing web.yaml: error converting YAML to JSON: yaml: mapping values are not allowed in this context'] },
  { name: 'nothing', text: '# empty\n', lines: ['error: no objects passed to apply'] },
  { name: 'no kind', text: 'apiVersion: v1\n', lines: ['error: error validating "web.yaml": error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false'] },
  { name: 'neither kind nor version', text: 'a: 1\n', lines: ['error: error validating "web.yaml": error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false'] },
  {
    name: 'no name',
    text: 'apiVersion: v1\nkind: ConfigMap\n',
    lines: ['error: error when retrieving current configuration of:', 'Resource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"', 'Name: "", Namespace: "default"', 'from server for: "web.yaml": resource name may not be empty'],
  },
  { name: 'a generated name', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}\n', lines: ['error: from a-: cannot use generate name with apply'] },
])('$name: refused in the words of kubectl', ({ text, lines }) => {
  expect(applied(text)).toEqual(lines)
})

test('a namespace on the command line must be that of the manifest', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: staging}\n'
  expect(applied(text, 'other')).toEqual(["error: the namespace from the provided object \"staging\" does not match the namespace \"other\". You must pass '--namespace=staging' to perform this operation."])
})

test('an object that was not made by apply is taken over with a warning', () => {
  server.send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' }, data: { x: '1' } })
  const [warning, line] = applied('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "2"}\n')
  expect(warning).toMatch(/^Warning: resource configmaps\/a is missing the kubectl.kubernetes.io\/last-applied-configuration annotation/)
  expect(line).toBe('configmap/a configured')
})

test('scale, get and delete print what kubectl prints', () => {
  const cluster = openFoundingDemo({ seed: 1 })
  const ask: Handle = (request) => {
    const answer = cluster.handle(request)
    return isStream(answer) ? { code: 500, headers: {}, body: '' } : answer
  }
  const said = (words: string) => kubectl(words.split(' '), { handle: ask, stdin: '', readFile: () => undefined, now: '2026-01-01T00:00:00Z' }).output.slice(1).map(({ text }) => text)
  apply({ text: deployment(), file: 'web.yaml', handle: ask })

  expect(said('scale deployment/web --replicas=3')).toEqual(['deployment.apps/web scaled'])
  expect(said('get deployments')).toEqual(['NAME   READY   UP-TO-DATE   AVAILABLE   AGE', expect.stringMatching(/^web {4}0\/3 {5}0 {12}0 {11}\d+s$/)])
  expect(said('delete deployment web --wait=false')).toEqual(['deployment.apps "web" deleted from default namespace'])
  expect(said('scale deployment/web --replicas=3')).toEqual(['Error from server (NotFound): deployments.apps "web" not found'])
  expect(said('get deployments')).toEqual(['No resources found in default namespace.'])
  expect(said('get nodes')[1]).toMatch(/^node-1 {3}Ready {4}<none> {3}/)
})
