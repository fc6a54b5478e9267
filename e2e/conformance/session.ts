/**
 * Replays a recorded session, step by step, on a cluster whose nodes are played as they were when it was recorded:
 * requests go to `handle`, command lines to the verbs that the project has. Verbs it does not have are carried out by
 * stand-ins without comparing words; a step that changes something and has no stand-in ends the session.
 */
import { isStream, splitUrl, type HttpRequest } from '../../src/api/meta/http.ts'
import { createCluster, type Cluster } from '../../src/cluster/cluster.ts'
import { routeOf } from '../../src/cluster/kube-apiserver/route.ts'
import { apply } from '../../src/kubectl/apply.ts'
import { deleteObject } from '../../src/kubectl/delete.ts'
import { getTables } from '../../src/kubectl/get.ts'
import { scaleObject } from '../../src/kubectl/scale.ts'
import { getRequest, objectPath, type Handle, type Line, type Target } from '../../src/kubectl/session.ts'
import type { Snapshot } from '../../src/sim/kernel.ts'
import { plus, seconds } from '../../src/sim/time.ts'
import type { CaseResult } from './admission.ts'
import { readCommandLine, type CommandLine } from './command-line.ts'
import { difference, normalise, sameLines, type Json, type Renaming } from './compare.ts'
import { compareState, type Dump } from './state.ts'
import { kindCalled, standIn } from './stand-ins.ts'

export interface RecordedStep {
  readonly kubectl?: string
  readonly stdin?: string
  readonly request?: { readonly verb: HttpRequest['method']; readonly path: string; readonly body?: Json; readonly contentType?: string; readonly headers?: { readonly [name: string]: string } }
  readonly settle?: boolean
  /** Seconds: `30s`. */
  readonly wait?: string | number
  readonly state?: readonly string[]
  readonly dump?: Dump
  readonly code?: number
  readonly stdout?: string
  readonly stderr?: string
  readonly json?: Json
  readonly text?: string
  readonly warning?: string | readonly string[]
}

export interface RecordedSession {
  readonly name: string
  readonly about: string
  readonly steps: readonly RecordedStep[]
}

export interface StepResult {
  readonly step: string
  readonly result: CaseResult
}

/** By number of nodes. */
const opened = new Map<number, { readonly cluster: Cluster; readonly start: Snapshot }>()

/** The same fresh cluster for every session with so many nodes. */
function freshCluster(nodes: number): Cluster {
  const known = opened.get(nodes)
  if (known) {
    known.cluster.kernel.restore(known.start)
    return known.cluster
  }
  const names = Array.from({ length: nodes }, (_, index) => `node-${index + 1}`)
  const cluster = createCluster({ seed: 1, born: '2026-01-01T00:00:00Z', nodes: names, hollow: true })
  cluster.kernel.run(plus(cluster.kernel.world.now, seconds(20)))
  opened.set(nodes, { cluster, start: cluster.kernel.snapshot() })
  return cluster
}

/** Recordings do not tell how many nodes there were; the scheduler's words do, or the names of nodes. Two if nothing does. */
function nodesOf(session: RecordedSession): number {
  const told = [...JSON.stringify(session).matchAll(/"evaluated":(\d+)|\b0\/(\d+) nodes|\bnode-(\d)\b/g)].map(([, a, b, c]) => Number(a ?? b ?? c))
  return told.length === 0 ? 2 : Math.min(6, Math.max(...told))
}

export interface SessionOptions {
  readonly session: RecordedSession
  /** The text of a file that a command line names. */
  readonly readFile: (path: string) => string | undefined
}

export function runSession({ session, readFile }: SessionOptions): StepResult[] {
  const cluster = freshCluster(nodesOf(session))
  const since = cluster.store().revision
  const renaming: Renaming = { known: new Map() }
  const results: StepResult[] = []
  let lost = ''
  for (const step of session.steps) {
    const name = step.kubectl !== undefined ? `kubectl ${step.kubectl}` : step.request ? `${step.request.verb} ${step.request.path}` : step.state ? `state of ${step.state.join(', ')}` : ''
    const result = lost === '' ? attempt({ cluster, step, since, renaming, readFile }) : notRun(lost)
    if (name !== '') results.push({ step: name, result: result ?? notRun('no answer was recorded') })
    if (lost === '' && result?.type === 'not run' && result.why !== stoodIn && changesSomething(step)) lost = `the session got lost at: ${name || JSON.stringify(step).slice(0, 60)}`
  }
  return results
}

const stoodIn = 'carried out by a stand-in'
const notRun = (why: string): CaseResult => ({ type: 'not run', why })
const readingVerbs = new Set(['get', 'describe', 'explain', 'api-resources', 'api-versions', 'auth', 'events', 'diff', 'help', 'wait', '--help', 'version'])

function changesSomething({ kubectl, request, settle, wait, state, code }: RecordedStep): boolean {
  if (kubectl !== undefined) return code === 0 && !kubectl.includes('--dry-run') && !readingVerbs.has(readCommandLine(kubectl).words[0] ?? '')
  return request === undefined && settle === undefined && wait === undefined && state === undefined
}

interface Running {
  readonly cluster: Cluster
  readonly step: RecordedStep
  /** The revision at which the session began. */
  readonly since: number
  readonly renaming: Renaming
  readonly readFile: SessionOptions['readFile']
}

/** A broken assumption is a difference like any other. */
function attempt(running: Running): CaseResult | undefined {
  try {
    return runStep(running)
  } catch (error) {
    return { type: 'different', why: `thrown: ${String(error)}` }
  }
}

function runStep(running: Running): CaseResult | undefined {
  const { cluster, step } = running
  if (step.settle) settle(cluster)
  else if (step.wait !== undefined) cluster.kernel.run(plus(cluster.kernel.world.now, seconds(Number.parseFloat(String(step.wait)))))
  else if (step.dump) return compareState(cluster, { dump: step.dump, since: running.since, renaming: running.renaming })
  else if (step.request) return runRequest(running, step.request)
  else if (step.kubectl !== undefined) return runKubectl(running, readCommandLine(step.kubectl))
  else return notRun(`no way to play ${Object.keys(step).join(', ')}`)
  return undefined
}

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

function runRequest({ cluster, step, renaming }: Running, request: NonNullable<RecordedStep['request']>): CaseResult {
  const { verb, body, contentType, headers = {} } = request
  if (/^\/apis?\/.*\/namespaces\/|^\/apis\/[^/]+\/[^/]+\/./.test(request.path) && step.code !== 404 && !routeOf(splitUrl(request.path).path)) return notRun(`nothing is served at ${request.path}`)
  const text = body === undefined ? '' : fill(cluster, typeof body === 'string' ? body : JSON.stringify(body))
  const type = contentType ?? (body === undefined ? '' : 'application/json')
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const answer = cluster.handle({ method: verb, ...splitUrl(fill(cluster, request.path)), headers: { ...lowered, ...(type && { 'content-type': type }) }, body: text })
  const ours = isStream(answer) ? answer.read().text : answer.body
  const why = answer.code === step.code ? answerDifference(step, ours, renaming) : `code: recorded ${step.code ?? 0} ${JSON.stringify(step.json ?? step.text).slice(0, 300)}, ours ${answer.code} ${ours.slice(0, 300)}`
  return why === undefined ? { type: 'same' } : { type: 'different', why }
}

function answerDifference({ json, text }: RecordedStep, ours: string, renaming: Renaming): string | undefined {
  if (json !== undefined) return ours.startsWith('{') ? difference(normalise(json), normalise(JSON.parse(ours) as Json), renaming) : `recorded JSON, ours ${ours}`
  return text === undefined ? undefined : sameLines(text, ours, renaming)
}

/** `${uid:resource/namespace/name}` and `${rv:…}` stand for the live object's. */
const fill = (cluster: Cluster, text: string): string =>
  text.replace(/\$\{(uid|rv):([^/}]+)\/(?:([^/}]*)\/)?([^}]+)\}/g, (_, field: string, resource: string, namespace: string | undefined, name: string) => {
    const kind = kindCalled(resource)
    const found = [...cluster.store().entries.values()].find(({ value: { kind: is, metadata } }) => is === kind?.kind && metadata.name === name && (metadata.namespace ?? '') === (namespace ?? ''))
    return (field === 'uid' ? found?.value.metadata.uid : found?.value.metadata.resourceVersion) ?? ''
  })

function runKubectl({ cluster, step, renaming, readFile }: Running, line: CommandLine): CaseResult {
  const handle: Handle = (request) => {
    const answer = cluster.handle(request)
    return isStream(answer) ? { code: 500, headers: {}, body: '' } : answer
  }
  const said = verbOf(handle, line, (file) => (file === '-' ? step.stdin : readFile(file)))
  const unknown = [...(said ?? []).map(({ text }) => text).join('\n').matchAll(/no matches for kind "\w+" in version "[^"]*"/g)].map(([text]) => text)
  const missing = unknown.find((text) => !step.stderr?.includes(text))
  if (missing !== undefined) return notRun(missing)
  const other = line.words[0] === 'get' ? rowOfOtherKind(step.stdout ?? '') : undefined
  if (other !== undefined) return notRun(`the table has ${other}`)
  if (!said) return notRun(step.code === 0 && standIn(handle, line, step.stdin ?? '') ? stoodIn : 'no such verb yet')
  if (line.words[0] === 'delete' && line.flags['wait']?.[0] !== 'false') waitUntilGone(cluster, line)
  const textOf = (...types: readonly Line['type'][]) => said.filter(({ type }) => types.includes(type)).map(({ text }) => text).join('\n')
  const failed = step.code !== 0
  const why = sameLines(step.stdout ?? '', textOf('out'), renaming) ?? sameLines(step.stderr ?? '', textOf('error', 'note'), renaming)
  const code = said.some(({ type, text }) => type === 'error' && !/^(?:Warning: |No resources found)/.test(text))
  if (why === undefined && code !== failed) return { type: 'different', why: `exit code: recorded ${step.code ?? 0}` }
  return why === undefined ? { type: 'same' } : { type: 'different', why }
}

/** `job.batch/x`: a row of a kind that is not there yet. */
const rowOfOtherKind = (table: string): string | undefined =>
  table.split('\n').map((row) => /^(?:\S+ {2})?([a-z.\d]+)\/\S+/.exec(row)).find((match) => match && !kindCalled(singular(match[1] ?? '')))?.[1]

/** `deployment.apps` names no resource; `deployment` does. */
const singular = (name: string): string => name.replace(/\..*/, '')

/** `kubectl delete` comes back when the object is gone; a minute at most. */
function waitUntilGone({ kernel, handle }: Cluster, { words, flags }: CommandLine): void {
  const target = targetOf(words, flags)
  const limit = kernel.world.now + seconds(60)
  while (target && kernel.world.now < limit && handle(getRequest(objectPath(target))).code === 200) kernel.run(plus(kernel.world.now, seconds(0.1)))
}

/** The object that `deploy/web` or `deploy web` names; its name is '' if there is none. */
function targetOf([, what = '', name = '']: readonly string[], flags: CommandLine['flags']): Target | undefined {
  const [resource = '', named = name] = what.includes('/') ? what.split('/') : [what]
  const kind = kindCalled(resource)
  return kind && { kind, namespace: kind.namespaced ? (flags['namespace']?.[0] ?? 'default') : '', name: named }
}

/** The lines of a verb that the project has, undefined if it cannot do it. */
function verbOf(handle: Handle, { words, flags }: CommandLine, textOf: (file: string) => string | undefined): readonly Line[] | undefined {
  const [verb = '', what = '', name = '', ...more] = words
  if (words.includes('')) return undefined
  const given = Object.keys(flags)
  const only = (...known: string[]) => given.every((flag) => known.includes(flag)) && more.length === 0
  const namespace = flags['namespace']?.[0]
  if (verb === 'apply') {
    const files = flags['filename'] ?? []
    const text = files.length === 1 && words.length === 1 ? textOf(files[0] ?? '') : undefined
    if (words.length > 1 || files.length !== 1 || files[0] === '' || text === undefined || !only('namespace', 'filename')) return undefined
    return apply({ text, file: files[0] === '-' ? 'STDIN' : (files[0] ?? ''), handle, ...(namespace !== undefined && { namespace }) }).output
  }
  if (verb === 'get' && words.length === 2 && !what.includes('/') && only('namespace', 'all-namespaces')) {
    // Kinds that are not there yet have no objects; a session that made some did not get here.
    const kinds = what.split(',').flatMap((name) => kindCalled(name) ?? [])
    if (kinds.length === 0) return undefined
    return getTables(handle, { kinds, namespace: flags['all-namespaces'] ? '' : (namespace ?? 'default') }).output
  }
  const target = targetOf(words, flags)
  if (!target) return undefined
  if (what.includes('/') && name !== '') return undefined
  if (verb === 'delete' && target.name !== '' && only('namespace', 'wait')) return deleteObject(handle, target).output
  if (verb === 'scale' && target.name !== '' && flags['replicas'] && only('namespace', 'replicas')) return scaleObject(handle, target, Number(flags['replicas']?.[0])).output
  return undefined
}
