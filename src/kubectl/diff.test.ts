import { beforeEach, describe, expect, it } from 'vitest'
import { isStream } from '../api/meta/http.ts'
import { openFoundingDemo } from '../cluster/founding-demo.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { kubectl, splitWords } from './kubectl.ts'
import type { Outcome, Surroundings } from './verb.ts'

let cluster: Cluster
beforeEach(() => {
  cluster = openFoundingDemo({ seed: 1 })
})

const around = (stdin: string): Surroundings => ({
  handle: (request) => {
    const answer = cluster.handle(request)
    return isStream(answer) ? { code: 500, headers: {}, body: '{}' } : answer
  },
  stdin,
  readFile: () => undefined,
  now: '2026-01-01T08:00:12Z',
})
const run = (line: string, stdin = ''): Outcome => kubectl(splitWords(line), around(stdin))
const diff = (stdin: string, line = 'diff -f -'): readonly [number, string] => {
  const { code, output } = run(line, stdin)
  return [code, output.slice(1).map(({ text }) => text.replaceAll(/(\/tmp\/[A-Z]+)-\d+/g, '$1')).join('\n')]
}

const deployment = (change: { replicas?: number; image?: string; selector?: string } = {}) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${change.replicas ?? 1}
  selector:
    matchLabels: {app: ${change.selector ?? 'web'}}
  template:
    metadata:
      labels: {app: ${change.selector ?? 'web'}}
    spec:
      containers:
      - name: web
        image: ${change.image ?? 'nginx:1.27'}
`

const configMap = (name: string, color: string, namespace = 'default') => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: {color: ${color}}\n`
const secret = (data: object) => `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: ${JSON.stringify(data)}\n`
const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  type: NodePort\n  ports: [{port: 80}]\n'

describe('kubectl diff', () => {
  it('says nothing of what is as it should be', () => {
    run('apply -f -', deployment())
    expect(diff(deployment())).toEqual([0, ''])
  })

  it('shows what apply would change, as the server would have it', () => {
    run('apply -f -', deployment())
    const [code, text] = diff(deployment({ replicas: 3, image: 'nginx:1.28' }))
    expect(code).toBe(1)
    expect(text.split('\n').slice(0, 4)).toEqual([
      'diff -u -N /tmp/LIVE/apps.v1.Deployment.default.web /tmp/MERGED/apps.v1.Deployment.default.web',
      '--- /tmp/LIVE/apps.v1.Deployment.default.web\t2026-01-01 08:00:12.000000000 +0000',
      '+++ /tmp/MERGED/apps.v1.Deployment.default.web\t2026-01-01 08:00:12.000000000 +0000',
      '@@ -5,14 +5,14 @@',
    ])
    expect(text.split('\n').slice(3).filter((line) => /^[-+]/.test(line))).toEqual(['-  generation: 1', '+  generation: 2', '-  replicas: 1', '+  replicas: 3', '-      - image: nginx:1.27', '+      - image: nginx:1.28'])
  })

  it('shows what is not there as all new, and objects in the order of their names', () => {
    const [code, text] = diff(`${configMap('b', 'blue')}---\n${configMap('a', 'red')}`)
    expect(code).toBe(1)
    const lines = text.split('\n')
    expect(lines.filter((line) => line.startsWith('diff'))).toEqual(['a', 'b'].map((name) => `diff -u -N /tmp/LIVE/v1.ConfigMap.default.${name} /tmp/MERGED/v1.ConfigMap.default.${name}`))
    expect(lines.slice(3, 7)).toEqual(['@@ -0,0 +1,9 @@', '+apiVersion: v1', '+data:', '+  color: red'])
  })

  it('hides what a Secret holds', () => {
    run('apply -f -', secret({ a: '1', b: '2' }))
    const [, text] = diff(secret({ a: '1', b: '3', c: '4' }))
    expect(text.split('\n').slice(3).filter((line) => line.includes('***'))).toEqual(["   a: '***'", "-  b: '*** (before)'", "+  b: '*** (after)'", "+  c: '***'"])
  })

  it.each([
    { name: 'an object that is refused ends it', text: `${configMap('a', 'red')}---\n${configMap('Bad_Name', 'red')}`, says: /^The ConfigMap "Bad_Name" is invalid: metadata\.name: / },
    { name: 'a namespace that is missing', text: configMap('a', 'red', 'gone'), says: /^Error from server \(NotFound\): namespaces "gone" not found$/ },
    { name: 'a document without a kind', text: 'metadata: {name: a}\n', says: /^error: unable to decode "STDIN": Object 'Kind' is missing in / },
    { name: 'a kind that is not served', text: 'apiVersion: apps/v1\nkind: Widget\nmetadata: {name: a}\n', says: /no matches for kind "Widget" in version "apps\/v1"\nensure CRDs are installed first$/ },
  ])('$name: code 2 and nothing shown', ({ text, says }) => {
    expect(diff(text)).toEqual([2, expect.stringMatching(says)])
  })

  it('a selector that cannot change is refused as apply refuses it', () => {
    run('apply -f -', deployment())
    expect(diff(deployment({ selector: 'other' }))).toEqual([2, 'The Deployment "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable'])
  })

  it('warns of fields that the server does not know', () => {
    const [code, text] = diff(`${configMap('a', 'red')}colour: red\n`)
    expect([code, text.split('\n')[0]]).toEqual([1, 'Warning: unknown field "colour"'])
  })

  it.each([
    { line: 'diff', says: 'error: must specify one of -f and -k' },
    { line: 'diff -f a.yaml', says: 'error: the path "a.yaml" does not exist' },
    { line: 'diff -f - x', says: "error: Unexpected args: [x]\nSee 'kubectl diff -h' for help and examples" },
    { line: 'diff -f - --colour', says: "error: unknown flag: --colour\nSee 'kubectl diff -h' for help and examples" },
    { line: 'diff -f - --server-side', says: 'error: diff --server-side is not supported here yet' },
    { line: 'diff -f - --force-conflicts', says: 'error: --force-conflicts only works with --server-side' },
  ])('$line ends with 2: $says', ({ line, says }) => {
    expect(diff('', line)).toEqual([2, says])
  })

  it('leaves no trace: no input, no event, no revision, and the same hash', () => {
    run('apply -f -', deployment())
    const state = () => [cluster.kernel.hash(), cluster.kernel.world.now, cluster.store().revision, cluster.inputs.length]
    const before = state()
    diff(`${deployment({ replicas: 9 })}---\n${configMap('new', 'red')}---\n${service}`)
    diff(deployment({ selector: 'other' }))
    run('apply --dry-run=server -f -', configMap('new', 'red'))
    expect(state()).toEqual(before)
    expect(run('get cm new').code).toBe(1)
  })
})
