import { beforeEach, describe, expect, it } from 'vitest'
import { isStream } from '../api/meta/http.ts'
import { openFoundingDemo } from '../cluster/founding-demo.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { plus, seconds } from '../sim/time.ts'
import { readCommandLine, type Flag } from './flags.ts'
import { printTemplate } from './json-path-template.ts'
import { kubectl, resume, splitWords } from './kubectl.ts'
import type { Outcome, Surroundings } from './verb.ts'

const known: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'text' },
  { name: 'filename', short: 'f', type: 'list' },
  { name: 'all', type: 'boolean' },
  { name: 'watch', short: 'w', type: 'boolean' },
  { name: 'replicas', type: 'number' },
  { name: 'dry-run', type: 'text', alone: 'unchanged' },
]
const read = (line: string) => readCommandLine(splitWords(line), known)

describe('a command line', () => {
  it.each([
    { name: 'a value behind the flag, or joined to it', line: 'web -n shop --replicas=3', words: ['web'], given: { namespace: ['shop'], replicas: ['3'] } },
    { name: 'short flags in one word', line: '-wn shop', words: [], given: { watch: ['true'], namespace: ['shop'] } },
    { name: 'a flag that may stand alone takes no word', line: '--dry-run web', words: ['web'], given: { 'dry-run': ['unchanged'] } },
    { name: 'a list', line: '-f a.yaml -f b.yaml', words: [], given: { filename: ['a.yaml', 'b.yaml'] } },
    { name: 'a lone dash is a word', line: '-f - x', words: ['x'], given: { filename: ['-'] } },
    { name: 'quotes', line: `'a b' "c \\"d\\"" e\\ f`, words: ['a b', 'c "d"', 'e f'], given: {} },
  ])('$name', ({ line, words, given }) => {
    expect(read(line)).toMatchObject({ ok: true, line: { words, flags: { given } } })
  })

  it.each([
    { line: '--replica=3', message: 'unknown flag: --replica' },
    { line: '-x', message: "unknown shorthand flag: 'x' in -x" },
    { line: '--replicas=three', message: 'invalid argument "three" for "--replicas" flag: strconv.ParseInt: parsing "three": invalid syntax' },
    { line: '-n', message: 'flag needs an argument: --namespace' },
  ])('$line is refused: $message', ({ line, message }) => {
    expect(read(line)).toEqual({ ok: false, message })
  })

  it('keeps what stands behind -- as it is', () => {
    expect(read('web -- sh -c "exit 1"')).toMatchObject({ line: { words: ['web'], rest: ['sh', '-c', 'exit 1'] } })
  })
})

describe('a JSONPath template', () => {
  const object = { metadata: { name: 'web', labels: { b: '2', a: '1' } }, items: [{ n: 1, s: 'x' }, { n: 2, s: 'y' }] }
  it.each([
    { template: '{.metadata.name} is {.items[*].n}', text: 'web is 1 2' },
    { template: '{range .items[*]}{.n}={.s}{"\\n"}{end}done', text: '1=x\n2=y\ndone' },
    { template: '{.metadata.labels}', text: '{"a":"1","b":"2"}' },
    { template: '{.nothing}', text: '' },
  ])('$template', ({ template, text }) => {
    expect(printTemplate(template, object)).toEqual({ ok: true, text })
  })

  it('that is not closed is refused', () => {
    expect(printTemplate('{.data.a', object)).toEqual({ ok: false, message: 'error parsing jsonpath {.data.a, unclosed action' })
  })
})

let cluster: Cluster
beforeEach(() => {
  cluster = openFoundingDemo({ seed: 1 })
})

const around = (stdin = ''): Surroundings => ({
  handle: (request) => {
    const answer = cluster.handle(request)
    return isStream(answer) ? { code: 500, headers: {}, body: '{}' } : answer
  },
  stdin,
  readFile: () => undefined,
  now: '2026-01-01T00:00:00Z',
})
const pass = (duration: number) => cluster.kernel.run(plus(cluster.kernel.world.now, seconds(duration)))
const said = ({ output }: Outcome, skipped = 1): string[] => output.slice(skipped).map(({ text }) => text)
const run = (line: string, stdin?: string): string[] => said(kubectl(splitWords(line), around(stdin)))

describe('a command that waits', () => {
  it('answers at once, is plain data meanwhile, and has the rest to say when it is looked at again', () => {
    run('create deployment web --image=nginx:1.27 --replicas=2')
    const first = kubectl(splitWords('rollout status deployment/web'), around())
    expect(said(first)).toEqual(['Waiting for deployment spec update to be observed...'])
    expect(JSON.parse(JSON.stringify(first.waiting))).toEqual(first.waiting)
    const lines: string[] = []
    let outcome: Outcome = first
    while (outcome.waiting) {
      pass(outcome.waiting.seconds)
      outcome = resume(outcome.waiting, around())
      lines.push(...said(outcome, 0))
    }
    expect(lines).toContain('Waiting for deployment "web" rollout to finish: 1 of 2 updated replicas are available...')
    expect(lines.at(-1)).toBe('deployment "web" successfully rolled out')
  })

  it('for a deletion comes back when the object is gone', () => {
    run('run web --image=nginx:1.27')
    pass(10)
    let outcome = kubectl(splitWords('delete pod web'), around())
    expect(said(outcome)).toEqual(['pod "web" deleted from default namespace'])
    while (outcome.waiting) {
      pass(outcome.waiting.seconds)
      outcome = resume(outcome.waiting, around())
    }
    expect(run('get pod web')).toEqual(['Error from server (NotFound): pods "web" not found'])
  })

  it('gives up after its timeout', () => {
    run('run web --image=nginx:no-such-tag')
    let outcome = kubectl(splitWords('wait --for=condition=Ready pod/web --timeout=5s'), around())
    while (outcome.waiting) {
      pass(outcome.waiting.seconds)
      outcome = resume(outcome.waiting, around())
    }
    expect([outcome.code, said(outcome, 0)]).toEqual([1, ['error: timed out waiting for the condition on pods/web']])
  })
})

it('labels are set, kept, overwritten and removed', () => {
  expect(run('label node node-1 disktype=ssd')).toEqual(['node/node-1 labeled'])
  expect(run('label node node-1 disktype=hdd')).toEqual(["error: 'disktype' already has a value (ssd), and --overwrite is false"])
  expect(run('label node node-1 disktype=hdd --overwrite')).toEqual(['node/node-1 labeled'])
  expect(run('get nodes -l disktype=hdd -o name')).toEqual(['node/node-1'])
  expect(run('label node node-1 disktype-')).toEqual(['node/node-1 unlabeled'])
  expect(run('label node node-1 disktype')).toEqual(['error: at least one label update is required'])
})

it('taints are added, found twice, and lifted by key', () => {
  expect(run('taint nodes node-1 dedicated=db:NoSchedule')).toEqual(['node/node-1 tainted'])
  expect(run('taint nodes node-1 dedicated=web:NoSchedule')).toEqual(['error: node node-1 already has dedicated taint(s) with same effect(s) and --overwrite is false'])
  expect(run("get node node-1 -o jsonpath='{.spec.taints[*].key}'")).toEqual(['dedicated'])
  expect(run('taint nodes node-1 dedicated-')).toEqual(['node/node-1 untainted'])
  expect(run('taint nodes node-1 dedicated-')).toEqual(['error: taint "dedicated" not found'])
})

it('several objects are named in one line, and one that is missing does not keep the others from going', () => {
  run('create configmap a --from-literal=x=1')
  run('create configmap b --from-literal=x=1')
  expect(said(kubectl(splitWords('delete cm a nobody b --wait=false'), around()))).toEqual([
    'configmap "a" deleted from default namespace',
    'configmap "b" deleted from default namespace',
    'Error from server (NotFound): configmaps "nobody" not found',
  ])
})

it('standard input is read as a file, and a refusal says so', () => {
  const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'
  expect(run('create -f -', manifest)).toEqual(['configmap/a created'])
  expect(run('create -f -', manifest)).toEqual(['Error from server (AlreadyExists): error when creating "STDIN": configmaps "a" already exists'])
  expect(run('create -f missing.yaml')).toEqual(['error: the path "missing.yaml" does not exist'])
})

it('what is not supported is refused by name', () => {
  expect(run('explode pods')).toEqual(['error: unknown command "explode" for "kubectl"'])
  expect(run('apply --server-side -f -', 'a: 1')).toEqual(['error: server-side apply is not supported here yet'])
  expect(run('get pods -o go-template=x')[0]).toContain('unable to match a printer suitable for the output format "go-template=x"')
})

it('objects are printed as YAML, several with a line between them', () => {
  expect(run('create configmap a --from-literal=a=1 --dry-run=client -o yaml')).toEqual(['apiVersion: v1\ndata:\n  a: "1"\nkind: ConfigMap\nmetadata:\n  name: a'])
  const two = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n'
  expect(run('create --dry-run=client -o yaml -f -', two)).toEqual(['apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a', '---', 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b'])
})

it('replace --force makes anew what it has seen go', () => {
  run('run web --image=nginx:1.27')
  pass(10)
  const manifest = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: "nginx:1.28"}]}\n'
  let outcome = kubectl(splitWords('replace --force -f -'), around(manifest))
  expect(said(outcome)).toEqual(['pod "web" deleted from default namespace'])
  while (outcome.waiting) {
    pass(outcome.waiting.seconds)
    outcome = resume(outcome.waiting, around())
  }
  expect(said(outcome, 0)).toEqual(['pod/web replaced'])
  expect(run("get pod web -o jsonpath='{.spec.containers[0].image}'")).toEqual(['nginx:1.28'])
})

it('an ingress is made from its rules, and its Service is sent elsewhere', () => {
  expect(run("create ingress web --class=nginx --rule='shop.example.com/=web:80' --rule='shop.example.com/api*=api:http,tls=cert'")).toEqual(['ingress.networking.k8s.io/web created'])
  expect(run("get ingress web -o jsonpath='{.spec.rules[*].http.paths[*].pathType} {.spec.tls[0].hosts[0]}'")).toEqual(['Exact Prefix shop.example.com'])
  expect(run('create ingress web --rule=foo.com=svc:80')).toEqual(['error: rule foo.com=svc:80 is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]'])
  run('run web --image=nginx:1.27 --port=80 --expose')
  expect(run('set selector svc/web app=other')).toEqual(['service/web selector updated'])
  expect(run('set selector svc web app!=other')).toEqual(['error: match expression [{app NotEquals [other]}] not supported on this object'])
  expect(run("get svc web -o jsonpath='{.spec.selector}'")).toEqual(['{"app":"other"}'])
})

it('the template of one revision is told, by what it says and by what was left out', () => {
  run('create deployment web --image=nginx:1.27 --port=80')
  pass(5)
  run('set env deploy/web MODE=dev')
  pass(5)
  expect(run('rollout history deploy/web --revision=2').map((line) => line.replace(/hash=.*/, 'hash=…'))).toEqual([
    'deployment.apps/web with revision #2',
    'Pod Template:',
    '  Labels:\tapp=web',
    '\tpod-template-hash=…',
    '  Containers:',
    '   nginx:',
    '    Image:\tnginx:1.27',
    '    Port:\t80/TCP',
    '    Host Port:\t0/TCP',
    '    Environment:',
    '      MODE:\tdev',
    '    Mounts:\t<none>',
    '  Volumes:\t<none>',
    '  Node-Selectors:\t<none>',
    '  Tolerations:\t<none>',
    '',
  ])
  expect(run('rollout history deploy/web --revision=7')).toEqual(['error: unable to find the specified revision'])
})

it('what is not there may be missing because its namespace is', () => {
  expect(run('set image deploy/web nginx=x -n nowhere')).toEqual(['Error from server (NotFound): namespaces "nowhere" not found'])
  expect(run('set image deploy/web nginx=x')).toEqual(['Error from server (NotFound): deployments.apps "web" not found'])
})

describe('kubectl logs', () => {
  const pod = (name: string, labels: object, ...scripts: string[]) =>
    JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, spec: { containers: scripts.map((script, index) => ({ name: `c${index}`, image: 'busybox', command: ['sh', '-c', script] })) } })

  it('prints what a container wrote, before its restart too, and says which one it took', () => {
    run('create -f -', pod('talker', { app: 't' }, 'echo one; echo two; sleep 4; exit 1', 'echo side; sleep 600'))
    pass(4)
    expect(run('logs talker')).toEqual(['Defaulted container "c0" out of: c0, c1', 'one\ntwo'])
    expect(run('logs talker c1')).toEqual(['side'])
    expect(run('logs talker --all-containers --prefix')).toEqual(['[pod/talker/c0] one\n[pod/talker/c0] two', '[pod/talker/c1] side'])
    expect(run('logs -l app=t -c c0 --tail=1')).toEqual(['two'])
    pass(6)
    expect(run('logs talker -c c0 -p')).toEqual(['one\ntwo'])
  })

  it('finds a pod of a workload, the one that is ready first', () => {
    run('create deployment web --image=nginx:1.27 --replicas=2')
    pass(5)
    const [note = '', text] = run('logs deploy/web')
    expect(note).toMatch(/^Found 2 pods, using pod\/web-/)
    expect(text).toContain('ready for start up')
  })

  it.each([
    { line: 'logs', text: "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples" },
    { line: 'logs nope', text: 'error: error from server (NotFound): pods "nope" not found in namespace "default"' },
    { line: 'logs nope -f', text: 'error: --follow is not supported here; without it the log is printed as it stands' },
    { line: 'logs -l app=nobody', text: 'No resources found in default namespace.' },
    { line: 'logs node/node-1', text: 'error: cannot get the logs from *v1.Node: selector for *v1.Node not implemented' },
  ])('$line: $text', ({ line, text }) => {
    expect(run(line)).toEqual([text])
  })
})
