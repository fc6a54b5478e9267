/**
 * Replays a recorded session, step by step, on a cluster whose nodes are played as they were when it was recorded:
 * requests go to `handle`, command lines to kubectl. A step that changes something and cannot be played ends the session.
 */
import { isStream, splitUrl } from '../../src/api/meta/http.ts'
import { createCluster, type Cluster } from '../../src/cluster/cluster.ts'
import { routeOf } from '../../src/cluster/kube-apiserver/route.ts'
import type { SchedulingObservation } from '../../src/cluster/kube-scheduler/trace.ts'
import type { Snapshot } from '../../src/sim/kernel.ts'
import type { Observed } from '../../src/sim/part.ts'
import { plus, seconds } from '../../src/sim/time.ts'
import type { CaseResult } from './admission.ts'
import { difference, normalise, sameLines, withoutMoment, type Json } from './compare.ts'
import { finish, born, playNode, setReady } from './hollow.ts'
import { isReading, runKubectl } from './kubectl.ts'
import { classesOf, nodesOf, withoutNodeNames, type Nodes } from './nodes.ts'
import { fill, notRun, type Play, type RecordedSession, type RecordedStep } from './play.ts'
import { newRenaming } from './renaming.ts'
import { compareScheduling } from './scheduling.ts'
import { compareState } from './state.ts'
import { compareTrace } from './trace.ts'

export interface StepResult {
  readonly step: string
  readonly result: CaseResult
}

/** By the nodes they have. */
const opened = new Map<string, Opened>()

interface Opened {
  readonly cluster: Cluster
  readonly start: Snapshot
  /** What its scheduler tells; emptied when a session begins. */
  readonly scheduling: SchedulingObservation[]
}

/** The same fresh cluster for every session with these nodes. */
function freshCluster({ names, zones }: Nodes): Opened {
  const key = JSON.stringify([names, zones])
  const known = opened.get(key)
  if (known) {
    known.cluster.kernel.restore(known.start)
    known.scheduling.length = 0
    return known
  }
  const scheduling: SchedulingObservation[] = []
  const onObserved = ({ observation }: Observed) => {
    if (observation.type === 'scheduling') scheduling.push(observation as SchedulingObservation)
  }
  const cluster = createCluster({ seed: 1, born, nodes: names, hollow: true, onObserved })
  cluster.kernel.run(plus(cluster.kernel.world.now, seconds(20)))
  for (const [index, zone] of zones.entries()) {
    const body = JSON.stringify({ metadata: { labels: { 'topology.kubernetes.io/zone': zone } } })
    cluster.handle({ method: 'PATCH', path: `/api/v1/nodes/${names[index] ?? ''}`, query: {}, headers: { 'content-type': 'application/merge-patch+json' }, body })
  }
  cluster.kernel.run(plus(cluster.kernel.world.now, seconds(20)))
  const fresh = { cluster, start: cluster.kernel.snapshot(), scheduling }
  opened.set(key, fresh)
  return fresh
}

export interface SessionOptions {
  readonly session: RecordedSession
  /** The text of a file that a command line names. */
  readonly readFile: (path: string) => string | undefined
  /** The case had nodes of its own, which recordings do not tell. */
  readonly ownNodes?: boolean
}

export function runSession({ session, readFile, ownNodes = false }: SessionOptions): StepResult[] {
  const nodes = nodesOf(session)
  const { cluster, scheduling } = freshCluster(nodes)
  const play: Play = { cluster, scheduling, since: cluster.store().revision, renaming: newRenaming(), isLarge: isLarge(session), nodes: { names: nodes.names, classes: classesOf(session, nodes) }, readFile }
  const results: StepResult[] = []
  let lost = ownNodes || nodes.unknown ? 'the case has nodes of its own, which the recording does not tell' : ''
  for (const step of session.steps) {
    const name = nameOf(step)
    const result = lost === '' ? attempt(() => runStep(play, step)) : notRun(lost)
    if (name !== '') results.push({ step: name, result: result ?? notRun('no answer was recorded') })
    if (lost === '' && result?.type === 'not run' && changesSomething(step)) lost = `the session got lost at: ${name || JSON.stringify(step).slice(0, 60)} (${result.why})`
  }
  if (session.trace) results.push({ step: 'trace', result: lost === '' ? (attempt(() => compareTrace(play, session.trace ?? [])) ?? notRun('nothing was traced')) : notRun(lost) })
  if (session.scheduling) results.push({ step: 'scheduling', result: lost === '' ? (attempt(() => compareScheduling(play, session.scheduling ?? [])) ?? notRun('nothing was scheduled')) : notRun(lost) })
  return results
}

const isLarge = (session: RecordedSession): boolean => (session.trace ?? []).some(({ replicasets, spec }) => replicasets !== undefined && Number(spec) >= 10)

const nameOf = ({ kubectl, request, state }: RecordedStep): string => (kubectl !== undefined ? `kubectl ${kubectl}` : request ? `${request.verb} ${request.path}` : state ? `state of ${state.join(', ')}` : '')

const changesSomething = ({ kubectl, request, settle, wait, state, code }: RecordedStep): boolean =>
  kubectl !== undefined ? code === 0 && !isReading(kubectl) : request === undefined && settle === undefined && wait === undefined && state === undefined

/** A broken assumption is a difference like any other. */
function attempt(act: () => CaseResult | undefined): CaseResult | undefined {
  try {
    return act()
  } catch (error) {
    return { type: 'different', why: `thrown: ${String(error)}` }
  }
}

function runStep(play: Play, step: RecordedStep): CaseResult | undefined {
  const { cluster } = play
  if (step.settle) return void settle(cluster)
  if (step.wait !== undefined) return void cluster.kernel.run(plus(cluster.kernel.world.now, seconds(secondsIn(String(step.wait)))))
  if (step.finish) return void finish(cluster, step.finish)
  if (step.unready) return void setReady(cluster, step.unready)
  if (step.node) return playNode(cluster, step.node) ? undefined : notRun(`no way to play node ${JSON.stringify(step.node)}`)
  if (step.dump) return compareState(play, step.dump)
  if (step.request) return runRequest(play, step, step.request)
  if (step.kubectl !== undefined) return runKubectl(play, step, step.kubectl)
  return notRun(`no way to play ${Object.keys(step).join(', ')}`)
}

/** `30s`, `2m`. */
const secondsIn = (text: string): number => Number.parseFloat(text) * (text.endsWith('m') ? 60 : 1)

/** Until nothing but leases and events has changed for 3 s, two minutes at most. */
function settle(cluster: Cluster): void {
  const { kernel } = cluster
  const limit = kernel.world.now + seconds(120)
  let quietSince = kernel.world.now
  let revision = cluster.store().revision
  while (kernel.world.now < limit && kernel.world.now - quietSince < seconds(3)) {
    kernel.run(plus(kernel.world.now, seconds(0.1)))
    const store = cluster.store()
    for (; revision < store.revision; revision++) {
      const key = store.log.get(revision + 1)?.key ?? ''
      if (!/^\/registry\/(?:leases|events)\//.test(key)) quietSince = kernel.world.now
    }
  }
}

function runRequest(play: Play, step: RecordedStep, request: NonNullable<RecordedStep['request']>): CaseResult {
  const { cluster } = play
  const { verb, body, contentType, headers = {} } = request
  cluster.kernel.run(plus(cluster.kernel.world.now, seconds(0.05)))
  if (/^\/apis?\/.*\/namespaces\/|^\/apis\/[^/]+\/[^/]+\/./.test(request.path) && step.code !== 404 && !routeOf(splitUrl(request.path).path)) return notRun(`nothing is served at ${request.path}`)
  const text = body === undefined ? '' : fill(cluster, typeof body === 'string' ? body : JSON.stringify(body))
  const type = contentType ?? (body === undefined ? undefined : 'application/json')
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const answer = cluster.handle({ method: verb, ...splitUrl(fill(cluster, request.path)), headers: { ...lowered, ...(type && { 'content-type': type }) }, body: text })
  const ours = isStream(answer) ? answer.read().text : answer.body
  if (answer.code === 415 && step.code !== 415) return notRun('server-side apply is not there yet')
  const why = answer.code === step.code ? answerDifference(play, step, ours) : `code: recorded ${step.code ?? 0} ${JSON.stringify(step.json ?? step.text).slice(0, 300)}, ours ${answer.code} ${ours.slice(0, 300)}`
  return why === undefined ? { type: 'same' } : { type: 'different', why }
}

function answerDifference({ nodes, renaming }: Play, { json, text }: RecordedStep, ours: string): string | undefined {
  const recorded = withoutMoment(withoutNodeNames(text ?? JSON.stringify(json ?? null), nodes, 'recorded'))
  const given = withoutMoment(withoutNodeNames(ours, nodes, 'ours'))
  if (json !== undefined) return ours.startsWith('{') ? difference(normalise(JSON.parse(recorded) as Json), normalise(JSON.parse(given) as Json), renaming) : `recorded JSON, ours ${ours}`
  return text === undefined ? undefined : sameLines(recorded, given, renaming)
}
