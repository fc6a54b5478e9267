/**
 * A cluster to tell stories about: the founding demo's two nodes, in process, with what happened kept at hand. Tests
 * write what a user would write, let time pass, and look at what a user would see.
 */
import type { ApiTypes, Event, Pod } from '../../api/generated/types.ts'
import { kindOfManifest } from '../../api/kinds/registry.ts'
import { isStream, splitUrl } from '../../api/meta/http.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { assert } from '../../sim/assert.ts'
import type { Observed } from '../../sim/part.ts'
import { ms, plus, seconds } from '../../sim/time.ts'
import type { Cluster } from '../cluster.ts'
import { openFoundingDemo } from '../founding-demo.ts'
import type { FactObservation } from '../client-go/tell.ts'
import type { FlightObservation, Hop, HopObservation, RequestObservation } from '../network/observe.ts'

export interface Told extends FactObservation {
  /** Seconds since the story began. */
  readonly seconds: number
}

export interface Answered {
  readonly status: number
  readonly body: string
  readonly error: string
  readonly hops: readonly Hop[]
}

export interface Story {
  readonly cluster: Cluster
  readonly facts: Told[]
  readonly flights: FlightObservation[]
  /** Creates the objects; refusals fail the test. */
  create(...objects: readonly object[]): void
  /** The answer's code. */
  call(method: 'POST' | 'PUT' | 'DELETE' | 'PATCH', path: string, body?: object): number
  run(duration: number): void
  /** Lets time pass until it is so, a tenth of a second at a time; fails after `within` seconds. */
  until(what: string, isSo: () => boolean, within?: number): void
  /** Seconds since the story began. */
  now(): number
  /** Oldest first. */
  list<R extends keyof ApiTypes>(resource: R, prefix: string): ApiTypes[R][]
  pods(namespace?: string): Pod[]
  pod(name: string, namespace?: string): Pod | undefined
  /** `REASON: MESSAGE (xCOUNT)` of the object's Events, oldest first. */
  events(name: string): string[]
  /** The log of a pod's container, or the message of the refusal; `query` as in `container=c&previous=true`. */
  log(name: string, query?: string): string
  request(order: { readonly from: string; readonly url: string; readonly method?: string }): Answered
}

export function openStory(seed: number): Story {
  const facts: Told[] = []
  const flights: FlightObservation[] = []
  const requests = new Map<number, RequestObservation>()
  const hops = new Map<number, Hop[]>()
  const began = { at: 0 }
  const onObserved = ({ at, observation }: Observed): void => {
    if (isFact(observation)) facts.push({ ...observation, seconds: (at - began.at) / 1_000_000 })
    else if (isFlight(observation)) flights.push(observation)
    else if (isRequest(observation)) requests.set(observation.id, observation)
    else if (isHop(observation)) hops.set(observation.request, [...(hops.get(observation.request) ?? []), observation.hop])
  }
  const cluster = openFoundingDemo({ seed, onObserved })
  const { kernel } = cluster
  began.at = kernel.world.now
  facts.length = 0
  const run = (duration: number) => kernel.run(plus(kernel.world.now, seconds(duration)))
  const until = (what: string, isSo: () => boolean, within = 60) => {
    const end = plus(kernel.world.now, seconds(within))
    while (!isSo() && kernel.world.now < end) kernel.run(plus(kernel.world.now, ms(100)))
    assert(isSo(), `within ${within} s: ${what}`)
  }
  const call: Story['call'] = (method, path, body = {}) => {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    return cluster.handle({ method, path, query: {}, headers: { 'content-type': contentType }, body: JSON.stringify(body) }).code
  }
  const list: Story['list'] = (resource, prefix) =>
    [...cluster.store().entries.values()]
      .filter(({ key }) => key.startsWith(`/registry/${String(resource)}/${prefix}`))
      .sort((a, b) => a.createRevision - b.createRevision)
      .map(({ value }) => value) as never
  const pods = (namespace = 'default') => list('pods', `${namespace}/`)
  return {
    cluster,
    facts,
    flights,
    call,
    run,
    until,
    list,
    pods,
    create: (...objects) => objects.forEach((object) => create(cluster, object as ApiObject)),
    now: () => (kernel.world.now - began.at) / 1_000_000,
    pod: (name, namespace) => pods(namespace).find(({ metadata }) => metadata.name === name),
    events: (name) => list('events', '').filter((event) => (event as Event).involvedObject.name === name).map(eventText),
    log: (name, query = '') => {
      const answer = cluster.handle({ method: 'GET', ...splitUrl(`/api/v1/namespaces/default/pods/${name}/log?${query}`), headers: {}, body: '' })
      assert(!isStream(answer), 'a followed log is a stream')
      return answer.code < 300 ? answer.body : ((JSON.parse(answer.body) as { message?: string }).message ?? '')
    },
    request: ({ from, url, method = 'GET' }) => {
      const ordered = cluster.send({ from, url, method })
      assert(ordered.ok, ordered.ok ? '' : JSON.stringify(ordered.refusal))
      until(`${url} is answered`, () => requests.get(ordered.id)?.outcome !== 'pending')
      const { status = 0, body = '', error = '' } = requests.get(ordered.id) ?? {}
      return { status, body, error, hops: hops.get(ordered.id) ?? [] }
    },
  }
}

const eventText = (event: Event): string => `${event.reason ?? ''}: ${event.message ?? ''}${(event.count ?? 1) > 1 ? ` (x${event.count})` : ''}`

function create(cluster: Cluster, object: ApiObject): void {
  const kind = kindOfManifest(object.apiVersion, object.kind)
  assert(kind, `no kind ${object.kind}`)
  const { namespace = 'default' } = object.metadata
  const root = kind.group === '' ? '/api/v1' : `/apis/${kind.group}/${kind.version}`
  const path = `${root}${kind.namespaced ? `/namespaces/${namespace}` : ''}/${kind.plural}`
  const answer = cluster.handle({ method: 'POST', path, query: {}, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) })
  assert(answer.code === 201, `${kind.kind} ${object.metadata.name}: ${isStream(answer) ? answer.code : answer.body}`)
}

const isFact = (observation: { type: string }): observation is FactObservation => observation.type === 'fact'
const isFlight = (observation: { type: string }): observation is FlightObservation => observation.type === 'flight'
const isRequest = (observation: { type: string }): observation is RequestObservation => observation.type === 'request'
const isHop = (observation: { type: string }): observation is HopObservation => observation.type === 'hop'

/** A pod that names only what matters to the case. */
export function podOf(name: string, container: { readonly image: string; readonly [field: string]: unknown }, spec: object = {}): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } }, spec: { containers: [{ name: 'c', ...container }], ...spec } }
}

/** A Service for the pods labelled `app: NAME`. */
export const serviceOf = (name: string, port: number, targetPort: number, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port, targetPort }], ...spec },
})
