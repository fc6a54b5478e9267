/**
 * The hops of one change, from kubectl to a running container and to the rules that lead there: built from the facts
 * that followed from it (`door.trace`), never from a script. What those facts make certain to follow, and has not
 * happened yet, stands at the end as a hop to come.
 */
import type { Fact, ObjectKey } from '../worker/protocol.ts'
import { explain, requestVerb, type Sentence } from './explain.ts'

/** In the order in which a change passes them. */
export const hopNames = [
  'kubectl',
  'kube-apiserver',
  'etcd',
  'namespace',
  'serviceaccount',
  'deployment',
  'replicaset',
  'scheduler',
  'kubelet',
  'garbage-collector',
  'endpointslice',
  'kube-proxy',
  'ingress-controller',
] as const

export type HopName = (typeof hopNames)[number]

export interface StoryHop {
  readonly name: HopName
  readonly state: 'done' | 'now' | 'next' | 'refused'
  /** Micros after the first fact; -1 for a hop to come. */
  readonly after: number
  /** What happened there, oldest first; for a hop to come, what will. */
  readonly sentences: readonly StorySentence[]
}

export interface StorySentence extends Sentence {
  /** What it tells of; null for a hop to come. */
  readonly fact: Fact | null
}

const hopOfPrefix: { readonly [prefix: string]: HopName } = {
  kubectl: 'kubectl',
  apiserver: 'kube-apiserver',
  etcd: 'etcd',
  namespace: 'namespace',
  serviceaccount: 'serviceaccount',
  deployment: 'deployment',
  replicaset: 'replicaset',
  scheduler: 'scheduler',
  kubelet: 'kubelet',
  'garbage-collector': 'garbage-collector',
  endpointslice: 'endpointslice',
  'kube-proxy': 'kube-proxy',
  ingress: 'ingress-controller',
}

/** Who did it; undefined for what is told of requests. */
export const hopOf = ({ code }: Fact): HopName | undefined => hopOfPrefix[code.slice(0, code.indexOf('.'))]

const toRunning = ['scheduler', 'kubelet'] as const

/** Who has to act once an object of this resource was created. */
const afterCreation: { readonly [resource: string]: readonly HopName[] } = {
  'deployments.apps': ['deployment', 'replicaset', ...toRunning],
  'replicasets.apps': ['replicaset', ...toRunning],
  pods: toRunning,
  services: ['endpointslice', 'kube-proxy'],
  'ingresses.networking.k8s.io': ['ingress-controller'],
}

/** Sentences of one hop that are shown; the newest stay. */
export const sentenceLimit = 6

export function storyOf(object: ObjectKey, facts: readonly Fact[]): readonly StoryHop[] {
  const [first] = facts
  if (!first) return []
  const byHop = new Map<HopName, Fact[]>()
  for (const fact of facts) {
    const hop = hopOf(fact)
    if (hop && isWorthTelling(fact)) byHop.set(hop, [...(byHop.get(hop) ?? []), fact])
  }
  const refused = facts.find(({ code }) => code === 'apiserver.refused')
  const expected = refused ? new Set<HopName>() : expectedHops(object, facts)
  const shown = hopNames.filter((name) => byHop.has(name) || expected.has(name))
  const last = shown.findLast((name) => byHop.has(name))
  const isOver = shown.every((name) => byHop.has(name)) && podsSettled(facts)
  return shown.map((name): StoryHop => {
    const told = byHop.get(name)
    if (!told) return { name, state: 'next', after: -1, sentences: [{ key: `next.${name}`, params: {}, fact: null }] }
    const state = refused && name === 'kube-apiserver' ? 'refused' : name === last && !isOver && !refused ? 'now' : 'done'
    return { name, state, after: (told[0]?.at ?? first.at) - first.at, sentences: distinct(told.map((fact) => ({ ...explain(fact), fact }))).slice(-sentenceLimit) }
  })
}

/** What the API server did is told by its answer; only writes that made this object are told by etcd. */
const isWorthTelling = ({ code, level }: Fact): boolean => level !== 'detail' || code !== 'etcd.stored'

function expectedHops(object: ObjectKey, facts: readonly Fact[]): Set<HopName> {
  const expected = new Set<HopName>()
  const expect = (names: readonly HopName[]) => names.forEach((name) => expected.add(name))
  const resource = object.slice(0, object.indexOf('/'))
  for (const { code, object: about, params } of facts) {
    if (code === 'kubectl.request' && about === object) {
      expect(['kubectl', 'kube-apiserver', 'etcd'])
      if (requestVerb(String(params['method']), String(params['path'])) === 'create') expect(afterCreation[resource] ?? [])
    }
    if (code === 'deployment.created-replicaset' && Number(params['replicas']) > 0) expect(['replicaset', ...toRunning])
    if (code === 'deployment.scaled-replicaset') expect(Number(params['to']) > Number(params['from']) ? ['replicaset', ...toRunning] : ['replicaset', 'kubelet'])
    if (code === 'replicaset.created-pods' || code === 'scheduler.unschedulable') expect(toRunning)
    if (code === 'replicaset.deleted-pods' || code === 'scheduler.bound') expect(['kubelet'])
  }
  return expected
}

/** Every pod a kubelet or the scheduler took up is ready, or gone. */
function podsSettled(facts: readonly Fact[]): boolean {
  const open = new Set<string>()
  for (const { code, object } of facts) {
    if (code === 'kubelet.ready' || code === 'kubelet.removed') open.delete(object)
    else if (code === 'scheduler.bound' || code === 'scheduler.unschedulable' || code === 'kubelet.admitted' || code === 'kubelet.killing') open.add(object)
  }
  return open.size === 0
}

/** What is said twice stands where it was said last. */
function distinct(sentences: readonly StorySentence[]): readonly StorySentence[] {
  const byText = new Map<string, StorySentence>()
  for (const sentence of sentences) {
    const text = JSON.stringify([sentence.key, sentence.params])
    byText.delete(text)
    byText.set(text, sentence)
  }
  return [...byText.values()]
}
