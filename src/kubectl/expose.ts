/** `kubectl expose deployment NAME --port=80`: a Service for the pods of something. Follows kubernetes v1.36 kubectl/pkg/cmd/expose/expose.go. */
import type { Deployment, Pod, Service } from '../api/generated/types.ts'
import { serviceKind } from '../api/kinds/service.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { told, together, warningLines, type Said } from './change.ts'
import { dryRunFlag, dryRunOf, dryRunQuery } from './dry-run.ts'
import { textError } from './errors.ts'
import { textOf } from './flags.ts'
import { fileFlags, namespaceFlag, select, type Item } from './select.ts'
import { collectionPath } from './session.ts'
import { finished, statusError, type Call, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'

type Texts = { readonly [key: string]: string }

/** What of each kind can be exposed: whom its Service selects, and where its containers stand. */
const exposed: { readonly [kind: string]: { readonly selector: (object: ApiObject) => Texts | undefined; readonly pod: (object: ApiObject) => Pod['spec'] | undefined } } = {
  Deployment: { selector: (object) => (object as Deployment).spec.selector.matchLabels, pod: (object) => (object as Deployment).spec.template.spec },
  ReplicaSet: { selector: (object) => (object as Deployment).spec.selector.matchLabels, pod: (object) => (object as Deployment).spec.template?.spec },
  Pod: { selector: ({ metadata }) => metadata.labels, pod: (object) => (object as Pod).spec },
  Service: { selector: (object) => (object as Service).spec?.selector, pod: () => undefined },
}

export const expose: Verb = {
  name: 'expose',
  flags: [
    namespaceFlag,
    ...fileFlags,
    dryRunFlag,
    outputFlag,
    ...['port', 'target-port', 'protocol', 'name', 'type', 'selector', 'cluster-ip', 'external-ip', 'load-balancer-ip', 'session-affinity'].map((name) => ({ name, type: 'text' as const })),
    { name: 'labels', short: 'l', type: 'text' },
  ],
  run: (call) => {
    const { items, errors } = select({ ...call, flags: { given: { ...call.flags.given, selector: [''] } } })
    const { lines, errors: more } = together(items.map((item) => exposeOne(call, item)))
    return finished(lines, [...errors, ...more])
  },
}

function exposeOne(call: Call, item: Item): Said {
  const object = serviceFor(call, item)
  if (typeof object === 'string') return { lines: [], errors: [textError(object)] }
  const about = { kind: serviceKind, name: object.metadata.name }
  if (dryRunOf(call) === 'client') return { lines: told(call, about, { object, done: 'exposed' }), errors: [] }
  const path = collectionPath(serviceKind, item.namespace)
  const answer = call.handle({ method: 'POST', path, query: { fieldManager: 'kubectl-expose', ...dryRunQuery(call) }, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [statusError(answer)] }
  return { lines: [...warningLines(answer), ...told(call, about, { object: JSON.parse(answer.body) as ApiObject, done: 'exposed' })], errors: [] }
}

/** The Service, or why there is none. */
function serviceFor({ flags }: Call, { kind, object }: Item): ApiObject | string {
  const source = exposed[kind.kind]
  if (!source) return `cannot expose a ${kind.kind}`
  const asked = textOf(flags, 'selector')
  const selector = asked === '' ? source.selector(object) : pairs(asked)
  const nothing = kind.kind === 'Pod' ? 'the pod has no labels and cannot be exposed' : `invalid ${kind.kind.toLowerCase()}: no selectors, therefore cannot be exposed`
  if (!selector || Object.keys(selector).length === 0) return `couldn't retrieve selectors via --selector flag or introspection: ${nothing}`
  const ports = portsFor(flags, source.pod(object))
  if (typeof ports === 'string') return ports
  const labels = textOf(flags, 'labels') === '' ? object.metadata.labels : pairs(textOf(flags, 'labels'))
  const more = { type: 'type', 'cluster-ip': 'clusterIP', 'load-balancer-ip': 'loadBalancerIP', 'session-affinity': 'sessionAffinity' }
  const spec = Object.fromEntries(Object.entries(more).flatMap(([flag, field]) => (textOf(flags, flag) === '' ? [] : [[field, textOf(flags, flag)]])))
  const external = textOf(flags, 'external-ip')
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name: textOf(flags, 'name', object.metadata.name.slice(0, 63)), ...(labels && { labels }) },
    spec: { ports, selector, ...spec, ...(external !== '' && { externalIPs: [external] }) },
    status: { loadBalancer: {} },
  } as ApiObject
}

const pairs = (text: string): Texts => Object.fromEntries(text.split(',').map((pair) => [pair.replace(/=.*$/, ''), pair.replace(/^[^=]*=?/, '')]))

interface Port {
  readonly name?: string
  readonly port: number
  readonly protocol: string
  readonly targetPort: number | string
}

/** The ports asked for, or those of the containers; several have names. */
function portsFor(flags: Call['flags'], pod: Pod['spec'] | undefined): readonly Port[] | string {
  const asked = textOf(flags, 'port')
  const open = (pod?.containers ?? []).flatMap(({ ports = [] }) => ports)
  const numbers = asked === '' ? open.map(({ containerPort }) => String(containerPort)) : asked.split(',')
  if (numbers.length === 0) return "couldn't find port via --port flag or introspection"
  const wrong = numbers.find((text) => !/^\d+$/.test(text))
  if (wrong !== undefined) return `strconv.Atoi: parsing ${JSON.stringify(wrong)}: invalid syntax`
  const target = textOf(flags, 'target-port')
  return numbers.map((text, index) => ({
    ...(numbers.length > 1 && { name: `port-${index + 1}` }),
    port: Number(text),
    protocol: textOf(flags, 'protocol') || (open.find(({ containerPort }) => containerPort === Number(text))?.protocol ?? 'TCP'),
    targetPort: target === '' ? Number(text) : /^\d+$/.test(target) ? Number(target) : target,
  }))
}
