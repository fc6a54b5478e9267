/** `kubectl run NAME --image=IMAGE`: one pod, and with `--expose` a Service for it. Follows kubernetes v1.36 kubectl/pkg/cmd/run/run.go, without attaching to it. */
import { podKind } from '../api/kinds/pod.ts'
import { serviceKind } from '../api/kinds/service.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { mergePatch } from '../api/patch/merge.ts'
import { told, warningLines, type Said } from './change.ts'
import { dryRunFlag, dryRunOf, dryRunQuery } from './dry-run.ts'
import { isGiven, isOn, listOf, textOf } from './flags.ts'
import { namespaceFlag } from './select.ts'
import { collectionPath, out } from './session.ts'
import { failed, refusedBy, said, usageError, type Call, type Outcome, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'

export const run: Verb = {
  name: 'run',
  flags: [
    namespaceFlag,
    dryRunFlag,
    outputFlag,
    { name: 'image', type: 'text' },
    { name: 'restart', type: 'text' },
    { name: 'labels', short: 'l', type: 'text' },
    { name: 'annotations', type: 'list' },
    { name: 'env', type: 'list' },
    { name: 'port', type: 'number' },
    { name: 'command', type: 'boolean' },
    { name: 'image-pull-policy', type: 'text' },
    { name: 'expose', type: 'boolean' },
    { name: 'overrides', type: 'text' },
  ],
  run: (call) => {
    if (!isGiven(call.flags, 'image')) return failed('required flag(s) "image" not set')
    const [name = '', ...more] = call.words
    if (name === '') return usageError(call, 'NAME is required for run')
    const restart = textOf(call.flags, 'restart', 'Always')
    if (!['Always', 'OnFailure', 'Never'].includes(restart)) return failed(`invalid restart policy: ${restart}`)
    const port = textOf(call.flags, 'port')
    const exposes = isOn(call.flags, 'expose')
    if (exposes && port === '') return usageError(call, '--port must be set when exposing a service')
    const pod = overridden(podFrom(call, name, [...more, ...call.rest]), textOf(call.flags, 'overrides'))
    if (!pod) return failed('Invalid JSON Patch')
    const created = createBoth(call, exposes ? [pod, serviceFrom(name, Number(port))] : [pod])
    if (!Array.isArray(created)) return created
    // The Service is told of first, and two printers each set a line between documents.
    const [ofPod, ofService] = created.map(({ lines }) => lines)
    const between = textOf(call.flags, 'output') === 'yaml' ? [out('---')] : []
    return said(...(ofService ? [...ofService, ...between] : []), ...(ofPod ?? []))
  },
}

/** What is said of each, or the refusal that ends the command. */
function createBoth(call: Call, objects: readonly ApiObject[]): Said[] | Outcome {
  const all: Said[] = []
  for (const object of objects) {
    const created = createOne(call, object)
    if (!('lines' in created)) return created
    all.push(created)
  }
  return all
}

function createOne(call: Call, object: ApiObject): Said | Outcome {
  const item = { kind: object.kind === 'Pod' ? podKind : serviceKind, name: object.metadata.name }
  if (dryRunOf(call) === 'client') return { lines: told(call, item, { object, done: 'created' }), errors: [] }
  const path = collectionPath(item.kind, textOf(call.flags, 'namespace', 'default'))
  const answer = call.handle({ method: 'POST', path, query: { fieldManager: 'kubectl-run', ...dryRunQuery(call) }, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) })
  if (answer.code >= 400) return refusedBy(answer)
  return { lines: [...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done: 'created' })], errors: [] }
}

/** `--overrides`, a JSON merge patch; undefined if it is none. */
function overridden(pod: ApiObject, text: string): ApiObject | undefined {
  if (text === '') return pod
  try {
    return mergePatch(pod, JSON.parse(text)) as ApiObject
  } catch {
    return undefined
  }
}

const serviceFrom = (name: string, port: number): ApiObject =>
  ({ kind: 'Service', apiVersion: 'v1', metadata: { name }, spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: { run: name } }, status: { loadBalancer: {} } }) as ApiObject

function podFrom({ flags }: Call, name: string, rest: readonly string[]): ApiObject {
  const pairs = (texts: readonly string[]) => texts.map((text): [string, string] => [text.replace(/=.*/s, ''), text.replace(/^[^=]*=/s, '')])
  const labels = isGiven(flags, 'labels') ? Object.fromEntries(pairs(textOf(flags, 'labels').split(','))) : { run: name }
  const annotations = Object.fromEntries(pairs(listOf(flags, 'annotations')))
  const env = pairs(listOf(flags, 'env')).map(([key, value]) => ({ name: key, value }))
  const container = {
    name,
    image: textOf(flags, 'image'),
    ...(rest.length > 0 && { [isOn(flags, 'command') ? 'command' : 'args']: rest }),
    ...(env.length > 0 && { env }),
    ...(isGiven(flags, 'port') && { ports: [{ containerPort: Number(textOf(flags, 'port')) }] }),
    ...(isGiven(flags, 'image-pull-policy') && { imagePullPolicy: textOf(flags, 'image-pull-policy') }),
    resources: {},
  }
  const metadata = { name, labels, ...(Object.keys(annotations).length > 0 && { annotations }) }
  return { kind: 'Pod', apiVersion: 'v1', metadata, spec: { containers: [container], restartPolicy: textOf(flags, 'restart', 'Always'), dnsPolicy: 'ClusterFirst' }, status: {} } as ApiObject
}
