/** `kubectl run NAME --image=IMAGE`: one pod. Follows kubernetes v1.36 kubectl/pkg/cmd/run/run.go, without attaching to it. */
import { podKind } from '../api/kinds/pod.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { told, warningLines } from './change.ts'
import { dryRunFlag, dryRunOf, dryRunQuery } from './dry-run.ts'
import { isGiven, isOn, listOf, textOf } from './flags.ts'
import { namespaceFlag } from './select.ts'
import { collectionPath } from './session.ts'
import { failed, refusedBy, said, usageError, type Call, type Verb } from './verb.ts'
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
  ],
  run: (call) => {
    if (!isGiven(call.flags, 'image')) return failed('required flag(s) "image" not set')
    const [name = '', ...more] = call.words
    if (name === '') return usageError(call, 'NAME is required for run')
    const restart = textOf(call.flags, 'restart', 'Always')
    if (!['Always', 'OnFailure', 'Never'].includes(restart)) return failed(`invalid restart policy: ${restart}`)
    const object = podFrom(call, name, [...more, ...call.rest])
    if (dryRunOf(call) === 'client') return said(...told(call, { kind: podKind, name }, { object, done: 'created' }))
    const path = collectionPath(podKind, textOf(call.flags, 'namespace', 'default'))
    const answer = call.handle({ method: 'POST', path, query: { fieldManager: 'kubectl-run', ...dryRunQuery(call) }, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) })
    if (answer.code >= 400) return refusedBy(answer)
    return said(...warningLines(answer), ...told(call, { kind: podKind, name }, { object: JSON.parse(answer.body) as ApiObject, done: 'created' }))
  },
}

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
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container], restartPolicy: textOf(flags, 'restart', 'Always'), dnsPolicy: 'ClusterFirst' } } as ApiObject
}
