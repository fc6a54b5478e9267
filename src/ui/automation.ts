/**
 * `window.kubarium`, behind `?automation`: the page's door for scripts. A ref is `kind/namespace/name`, or `kind/name`
 * for cluster-scoped kinds; the kind as Kind, plural, singular or short name. Times are simulated milliseconds.
 */
import i18next from 'i18next'
import { RefusedError, type Door } from '../worker/client.ts'
import type { BranchSummary, CatalogueKind, Fact, FaultOrder, RequestAnswer, RequestOrder } from '../worker/protocol.ts'
import { dots, locate, type ShownDot } from './scene/probe.ts'
import { until, useCluster } from './store.ts'

export interface KubariumAutomation {
  /** As `kubectl apply -f -`, one answer per document; the clock does not move. */
  apply(yaml: string): Promise<{ readonly code: number; readonly body: unknown }[]>
  /** A command line of kubectl as words: its lines of output. A command that waits goes on as time is let pass. */
  kubectl(words: readonly string[], stdin?: string): Promise<readonly string[]>
  /** A PATCH is a JSON merge patch unless `contentType` says otherwise. */
  api(method: string, path: string, body?: unknown, contentType?: string): Promise<{ readonly code: number; readonly body: unknown }>
  /** From `internet`, `node/NAME` or `pod/NAMESPACE/NAME`; runs the simulation until it is answered. */
  request(order: RequestOrder): Promise<RequestAnswer>
  /** A stream of requests; `stopTraffic` ends it. */
  startTraffic(order: RequestOrder, perSecond: number): Promise<number>
  stopTraffic(id: number): Promise<void>
  /** A process or a machine: `etcd`, `kube-apiserver`, `kubelet/NODE`, `node/NODE` (the whole machine), … */
  stop(part: string): Promise<void>
  start(part: string): Promise<void>
  /** Plugs a machine in, by default under the next free name; returns its name. */
  addNode(name?: string): Promise<string>
  /** Injects trouble, see `src/api/fault.ts`; the id is for `heal`. */
  fault(order: FaultOrder): Promise<number>
  heal(id: number): Promise<void>
  /** Why the object is as it is, or a request (`request/ID`) ended as it did: sentences in the page's language, the answer first. */
  why(ref: string): Promise<readonly string[]>
  advance(milliseconds: number): Promise<number>
  advanceUntil(ref: string, jsonPath: string, value: unknown, withinMilliseconds: number): Promise<{ readonly met: boolean; readonly now: number }>
  pause(): Promise<void>
  /** Simulated seconds per second; Infinity is as fast as it can. */
  play(speed: number): Promise<void>
  /** To the next visible fact; null, and an hour has passed, if none was told in it. */
  step(): Promise<Fact | null>
  now(): Promise<number>
  hash(): Promise<string>
  /** To a moment of this branch, where time stands still; what happened up to it has happened. Beyond its head, time runs on. */
  seek(milliseconds: number): Promise<number>
  /** Every course of events that there is; one that was not named is `branch-1`, `branch-2`, … Times in milliseconds. */
  branches(): Promise<readonly BranchSummary[]>
  /** To the furthest moment of a branch, itself or by id or name. */
  switchTo(branch: number | string | BranchSummary): Promise<number>
  /** To right before the last action, on a branch without it; the old branch stays. */
  undo(): Promise<number>
  /** This session as text. */
  export(): Promise<string>
  /** Opens a session in place of this one; rejects what it refuses, and changes nothing then. */
  import(session: string): Promise<void>
  /** An address that leads to this moment, or to the scenario where the history does not fit. */
  link(): Promise<string>
  /** Where the object is drawn, in page pixels. */
  locate(ref: string): Promise<DOMRect | null>
  /** What is drawn moving at this moment. */
  dots(): Promise<readonly ShownDot[]>
}

declare global {
  interface Window {
    kubarium?: KubariumAutomation
  }
}

export function installAutomation(): void {
  const door = async () => {
    await opened()
    const { door: open } = useCluster.getState()
    if (!open) throw new Error('the cluster is not open')
    return inWords(open)
  }
  window.kubarium = {
    apply: async (yaml) => (await (await door()).apply(yaml, 'STDIN')).documents.map(({ code, body }) => ({ code, body })),
    kubectl: async (words, stdin) => (await (await door()).kubectl(words, stdin)).output.slice(1).flatMap(({ text }) => text.split('\n')),
    api: async (method, path, body, contentType) => (await door()).api(method, path, body, contentType),
    request: async (order) => {
      const answer = await (await door()).request(order)
      return { ...answer, hops: answer.hops.map((hop) => ({ ...hop, start: hop.start / 1_000, duration: hop.duration / 1_000, told: hop.told / 1_000 })) }
    },
    startTraffic: async (order, perSecond) => (await door()).startTraffic(order, perSecond),
    stopTraffic: async (id) => (await door()).stopTraffic(id),
    stop: async (part) => (await door()).stop(part),
    start: async (part) => (await door()).start(part),
    addNode: async (name) => (await door()).addNode(name),
    fault: async (order) => (await door()).fault(order),
    heal: async (id) => (await door()).heal(id),
    why: async (ref) => {
      const [sentences, { textOf }] = await Promise.all([(await door()).why(ref), import('./inspector/why-words.ts')])
      return sentences.map(textOf)
    },
    advance: async (milliseconds) => (await door()).advance(milliseconds),
    advanceUntil: async (ref, jsonPath, value, within) => (await door()).advanceUntil(ref, jsonPath, value, within),
    pause: async () => (await door()).pause(),
    play: async (speed) => (await door()).play(speed),
    step: async () => {
      const fact = await (await door()).step()
      return fact && { ...fact, at: fact.at / 1_000 }
    },
    now: async () => (await door()).now(),
    hash: async () => (await door()).hash(),
    seek: async (milliseconds) => (await door()).seek(milliseconds),
    branches: async () => (await (await door()).branches()).map((branch) => ({ ...branch, name: branch.name || `branch-${branch.id - 1}`, from: branch.from / 1_000, head: branch.head / 1_000 })),
    switchTo: async (branch) => (await door()).switchTo(typeof branch === 'object' ? branch.id : branch),
    undo: async () => (await door()).undo(),
    export: async () => (await door()).exportSession('', ''),
    import: async (session) => void (await (await door()).importSession(session)),
    link: async () => `${location.href.replace(/#.*$/, '')}#${(await (await door()).link('')).fragment}`,
    locate: async (ref) => {
      await painted(await door())
      return locate(keyOf(ref))
    },
    dots: async () => {
      await painted(await door())
      return dots()
    },
  }
}

/** Resolves once the first frame has been taken. */
const opened = (): Promise<void> => until(({ epoch }) => epoch > 0)

/** The door, with refusals as the sentences that the page would say. */
function inWords(door: Door): Door {
  const said = (error: unknown): never => {
    throw error instanceof RefusedError ? new Error(i18next.t(`refused:${error.refusal.code}`, error.refusal.params)) : error
  }
  return new Proxy(door, {
    get: (open, name: keyof Door | 'then') => {
      // It is no promise.
      if (name === 'then') return undefined
      const ask = open[name] as (...args: readonly unknown[]) => Promise<unknown>
      return (...args: readonly unknown[]) => ask(...args).catch(said)
    },
  })
}

/** The page has drawn what the worker knew: one round trip, then two display frames. */
async function painted(door: Pick<Door, 'branches'>): Promise<void> {
  // A round trip that does not read the clock.
  await door.branches()
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
}

function keyOf(ref: string): string {
  const [kind = '', ...rest] = ref.split('/')
  const wanted = kind.toLowerCase()
  const names = (known: CatalogueKind) => [known.resource, known.kind.toLowerCase(), known.plural, ...known.shortNames]
  const found = useCluster.getState().boot?.kinds.find((known) => names(known).includes(wanted) || known.plural.replace(/s$/, '') === wanted)
  if (!found) throw new Error(`no kind ${kind}`)
  return [found.resource, ...rest].join('/')
}
