/** What the page may ask, answered on a session: the methods of `protocol.ts`, one by one. */
import type { Kind } from '../api/kinds/kind.ts'
import { splitUrl, type HttpAnswer, type HttpRequest } from '../api/meta/http.ts'
import { shown } from '../api/refusal.ts'
import { seconds } from '../sim/time.ts'
import { createClockDoor } from './clock-door.ts'
import { compare } from './compare.ts'
import { DoorError } from './door-error.ts'
import { recallLatest, requestDetailOf } from './history/old-requests.ts'
import { schedulingOf, traceOf } from './history/old-traces.ts'
import { createClusterDoor, createKeepDoor, type KeepHost } from './keep/keep-door.ts'
import { createStepDoor } from './history/step-door.ts'
import { createTimeDoor } from './history/time-door.ts'
import { answerOf, applyInSlices } from './applying.ts'
import { kindNamed, targetOf } from './target.ts'
import type { ApiAnswer, DoorMethods, Refusal, RequestAnswer, RequestOrder } from './protocol.ts'
import { refuse, Refused } from './refused.ts'
import type { RunLoop } from './run-loop.ts'
import type { Session } from './session.ts'
import { why } from './why/why.ts'
import type { Works } from './works.ts'

/** Simulated time that a request sent by a script may take before the script is told that nothing came. */
const requestPatience = seconds(120)
export interface DoorHost {
  readonly session: () => Session
  readonly loop: RunLoop
  readonly reset: (seed: number) => void
  readonly recover: () => number
  readonly keep: KeepHost
  readonly works: Works
}

export function createDoor({ session, loop, reset, recover, keep, works }: DoorHost): DoorMethods {
  const cluster = () => session().cluster
  const send = (order: RequestOrder): number => {
    return granted(cluster().send(orderOf(order))).id
  }
  return {
    apply: (text, file) => applyInSlices({ session: session(), slices: works.applying, text, file }),
    compare: (text, file, how = 'aloud') => ({
      ...compare({ text, file, handle: (request) => answerOf(cluster(), request) }),
      output: how === 'aloud' ? session().commands.run(['diff', '-f', file], '', () => text).output : [],
    }),
    api: (method, path, body, contentType) => parseAnswer(answerOf(cluster(), requestOf(method, path, { body, contentType }))),
    kubectl: (words, stdin) => session().commands.run(words, stdin),
    scale: (object, replicas) => session().commands.run(['scale', ...wordsOf(object), `--replicas=${replicas}`]),
    delete: (object) => session().commands.run(['delete', ...nameWords(object), '--wait=false']),
    get: (resource, namespace) => session().commands.run(['get', kindNamed(resource).plural, ...placeWords(kindNamed(resource), namespace)]),
    send,
    request: (order) => request(session(), () => send(order)),
    startTraffic: (order, perSecond) => granted(cluster().startTraffic(orderOf(order), perSecond)).id,
    stopTraffic: (id) => cluster().stopTraffic(id),
    recallRequests: () => recallLatest(session()),
    requestDetail: (id) => requestDetailOf(session(), id),
    trace: (object) => traceOf(session(), object),
    scheduling: (pod) => schedulingOf(session(), pod),
    stop: (part) => void granted(cluster().stop(part)),
    start: (part) => void granted(cluster().start(part)),
    addNode: (name) => granted(cluster().addNode(name)).name,
    fault: (order) => granted(cluster().fault(order)).id,
    heal: (id) => void granted(cluster().heal(id)),
    why: (ref) => why(session(), ref),
    ...createClockDoor({ session, loop, looking: works.looking }),
    ...createTimeDoor({ session, loop }),
    ...createStepDoor({ session, loop, looking: works.looking }),
    ...createKeepDoor(session, keep),
    ...createClusterDoor(session, keep),
    giveUp: (work) => works[work].giveUp(),
    reset,
    recover,
  }
}

/** Scripts are not type-checked. */
function orderOf(order: Partial<RequestOrder> | undefined) {
  const { from, method = 'GET', url } = order ?? {}
  if (typeof url !== 'string') refuse('request.url', { value: shown(url) })
  if (typeof from !== 'string') refuse('request.from', { value: shown(from) })
  return { from, method, url }
}

type NotDone = { readonly ok: false; readonly refusal: Refusal }

function granted<T extends { readonly ok: boolean }>(done: T | NotDone): Exclude<T, NotDone> {
  if (isNotDone(done)) throw new Refused(done.refusal)
  return done as Exclude<T, NotDone>
}

const isNotDone = (done: { readonly ok: boolean }): done is NotDone => !done.ok

const mergePatch = 'application/merge-patch+json'

/** A body that is a text goes as it is; anything else as JSON. */
function requestOf(method: string, url: string, { body, contentType }: { body?: unknown; contentType?: string | undefined }): HttpRequest {
  const { path, query } = splitUrl(url)
  const verb = method.toUpperCase()
  if (!isMethod(verb)) throw new DoorError(`no HTTP method ${method}`)
  const type = contentType ?? (verb === 'PATCH' ? mergePatch : 'application/json')
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
  return { method: verb, path, query, headers: { 'content-type': type, accept: 'application/json' }, body: text }
}

const isMethod = (method: string): method is HttpRequest['method'] => ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method)

/** Logs are texts, even if they look like JSON. */
function parseAnswer({ code, headers, body }: HttpAnswer): ApiAnswer {
  if ((headers['content-type'] ?? '').startsWith('text/plain')) return { code, body }
  try {
    return { code, body: JSON.parse(body) as unknown }
  } catch {
    return { code, body }
  }
}

/** `deployment/web -n shop`. */
function wordsOf(key: string): readonly string[] {
  const { kind, namespace, name } = targetOf(key)
  return [`${kind.singular}/${name}`, ...placeWords(kind, namespace)]
}

/** `deployment web -n shop`. */
function nameWords(key: string): readonly string[] {
  const { kind, namespace, name } = targetOf(key)
  return [kind.singular, name, ...placeWords(kind, namespace)]
}

/** '' is every namespace. */
const placeWords = ({ namespaced }: Kind, namespace: string): readonly string[] => (!namespaced ? [] : namespace === '' ? ['-A'] : ['-n', namespace])

function request(session: Session, send: () => number): RequestAnswer {
  const { history, observations } = session
  const id = send()
  const until = history.world.now + requestPatience
  const detail = () => observations.requests.detail(id)
  while (detail()?.outcome === 'pending' && (history.nextAt() ?? until + 1) <= until) history.step()
  const { status = 0, body = '', error = 'no answer', hops = [] } = detail() ?? {}
  return { status, body, ...(status === 0 && { error }), hops }
}
