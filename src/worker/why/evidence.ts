/**
 * What explanations are drawn from, all of it read only: the objects as etcd has them and the writes that made them so,
 * the facts that the parts told, scheduling tables, requests with their hops, which parts run.
 */
import type { ApiTypes, Event } from '../../api/generated/types.ts'
import { kindOfResource } from '../../api/kinds/registry.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { secondsOf } from '../../api/meta/time.ts'
import type { TraceCode, TraceParams } from '../../api/trace.ts'
import { foundingDate } from '../../cluster/founding-demo.ts'
import { range, type LogRecord } from '../../cluster/etcd/store.ts'
import { objectKey, prefixOf } from '../../cluster/kube-apiserver/keys.ts'
import { assert } from '../../sim/assert.ts'
import type { ActiveFault, Fact, ObjectKey, RequestDetail, SchedulingTrace } from '../protocol.ts'
import { requestDetailOf } from '../history/old-requests.ts'
import { schedulingOf } from '../history/old-traces.ts'
import type { Session } from '../session.ts'
import { indexFacts } from './told.ts'

export type Write = LogRecord<ApiObject>
export type Told<C extends TraceCode> = Omit<Fact, 'params'> & { readonly params: TraceParams[C] }

export interface Evidence {
  /** Micros. */
  readonly now: number
  readonly seed: number
  get<R extends keyof ApiTypes>(resource: R, namespace: string, name: string): ApiTypes[R] | undefined
  list<R extends keyof ApiTypes>(resource: R, namespace?: string): readonly ApiTypes[R][]
  /** Writes to what stands, or last stood, under this key; the newest first, as far as etcd keeps them. */
  writes(key: ObjectKey): readonly Write[]
  write(revision: number): Write | undefined
  /** Who made a revision: `kubectl`, `controller/replicaset`, `kubelet/node-1`. */
  writer(revision: number): string | undefined
  /** The youngest fact of this code about the object. */
  told<C extends TraceCode>(code: C, object: ObjectKey, isMeant?: (told: Told<C>) => boolean): Told<C> | undefined
  /** Events about the object, youngest first. */
  events(object: ApiObject): readonly Event[]
  /** True for a part that has run and does not. */
  isStopped(part: string): boolean
  hasPart(part: string): boolean
  /** Trouble that lasts. */
  readonly faults: readonly ActiveFault[]
  /** A running part's state. */
  peek(part: string): unknown
  scheduling(pod: ObjectKey): SchedulingTrace | undefined
  request(id: number): RequestDetail | null
  /** Micros since birth of an API date. */
  moment(date: string | undefined): number
}

const born = secondsOf(foundingDate)

export function gather(session: Session): Evidence {
  const { cluster, observations, seed } = session
  const { kernel } = cluster
  const facts = indexFacts(observations.facts.kept)
  const store = cluster.store()
  const stopped = new Set(cluster.stopped())
  const listed = <R extends keyof ApiTypes>(resource: R, namespace = ''): ApiTypes[R][] =>
    // Sound: a kind's keys hold objects of that kind.
    [...range(store, prefixOf(kindNamed(resource), namespace))].map(({ value }) => value as unknown as ApiTypes[R])
  /** One that stood under the same name before has its own story. */
  const birthOf = (key: ObjectKey): number => store.log.get(store.entries.get(placeOf(key))?.createRevision ?? 0)?.at ?? 0
  const told: Evidence['told'] = (code, object, isMeant = () => true) => {
    const since = code.startsWith('apiserver.') ? 0 : birthOf(object)
    // Sound: tell.ts types the parameters by their code.
    return facts.about(object).findLast((fact) => fact.code === code && fact.at >= since && isMeant(fact as never)) as never
  }
  const lastRevision = (key: ObjectKey): number => {
    const entry = store.entries.get(placeOf(key))
    if (entry) return entry.modRevision
    return facts.about(key).findLast(({ code }) => code === 'etcd.stored')?.revision ?? 0
  }
  return {
    now: kernel.world.now,
    seed,
    get: (resource, namespace, name) => store.entries.get(objectKey(kindNamed(resource), namespace, name))?.value as never,
    list: listed,
    writes: (key) => {
      const found: Write[] = []
      for (let record = store.log.get(lastRevision(key)); record; record = store.log.get(record.previous?.modRevision ?? 0)) found.push(record)
      return found
    },
    write: (revision) => store.log.get(revision),
    writer: facts.writer,
    told,
    events: ({ metadata }) =>
      listed('events', metadata.namespace ?? 'default')
        .filter(({ involvedObject }) => involvedObject.uid === metadata.uid)
        .sort((a, b) => Number(b.metadata.resourceVersion) - Number(a.metadata.resourceVersion)),
    isStopped: (part) => stopped.has(part),
    hasPart: (part) => kernel.peek(part) !== undefined,
    faults: cluster.faults(),
    peek: (part) => (stopped.has(part) ? undefined : kernel.peek(part)),
    scheduling: (pod) => {
      const isForgotten = birthOf(pod) < (observations.facts.kept[0]?.at ?? 0)
      return observations.scheduling.get(pod) ?? (isForgotten ? retold(session, pod) : undefined)
    },
    request: (id) => requestDetailOf(session, id),
    moment: (date) => (secondsOf(date ?? '') - born) * 1_000_000,
  }
}

/** By session and pod: telling old decisions again takes a replay, and they do not change. */
const retellings = new WeakMap<Session, Map<ObjectKey, SchedulingTrace | null>>()

function retold(session: Session, pod: ObjectKey): SchedulingTrace | undefined {
  const known = retellings.get(session) ?? new Map<ObjectKey, SchedulingTrace | null>()
  retellings.set(session, known)
  if (!known.has(pod)) known.set(pod, schedulingOf(session, pod))
  return known.get(pod) ?? undefined
}

function kindNamed(resource: string) {
  const kind = kindOfResource(resource)
  assert(kind, `no kind for ${resource}`)
  return kind
}

/** Where an object's key leads in etcd. */
function placeOf(key: ObjectKey): string {
  const { resource, namespace, name } = partsOf(key)
  return objectKey(kindNamed(resource), namespace, name)
}

export interface KeyParts {
  readonly resource: string
  readonly namespace: string
  readonly name: string
}

/** `pods/NAMESPACE/NAME`, `nodes/NAME`. */
export function partsOf(key: ObjectKey): KeyParts {
  const [resource = '', ...rest] = key.split('/')
  const [namespace = '', name = ''] = rest.length > 1 ? rest : ['', ...rest]
  return { resource, namespace, name }
}

export const keyOf = (resource: string, { metadata }: ApiObject): ObjectKey => [resource, ...(metadata.namespace ? [metadata.namespace] : []), metadata.name].join('/')
