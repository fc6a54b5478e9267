/**
 * What is to be done next for the containers of a pod, decided from its spec and from what runs. Level-triggered: the
 * same answer however it came to this. Follows kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_manager.go
 * (computePodActions, computeInitContainerActions, doBackOff).
 */
import type { Container as ContainerSpec, Pod } from '../../api/generated/types.ts'
import type { Micros } from '../../sim/time.ts'
import { findContainer, type Container, type Sandbox } from '../network/machine.ts'
import { heldUntil, type BackOffs } from './back-off.ts'

export type Action =
  | { readonly type: 'start'; readonly container: ContainerSpec }
  /** Nothing to start now; look again when the first of the containers in CrashLoopBackOff may be started. */
  | { readonly type: 'wait'; readonly held: readonly Held[] }
  /** Every container has ended for good. */
  | { readonly type: 'ended'; readonly phase: 'Succeeded' | 'Failed' }

export interface Held {
  readonly container: string
  readonly until: Micros
}

export interface Situation {
  readonly pod: Pod
  readonly sandbox: Sandbox
  readonly backOffs: BackOffs
  /** Containers not to be tried again in this pass. */
  readonly tried: ReadonlySet<string>
  readonly now: Micros
}

type Verdict = { readonly type: 'start' | 'fine' | 'tried' | 'done' | 'failed' } | { readonly type: 'held'; readonly until: Micros }

export function nextAction(situation: Situation): Action {
  const { pod, sandbox } = situation
  const { spec } = pod
  const anyStarted = spec.containers.some(({ name }) => findContainer(sandbox, name) !== undefined)
  if (!anyStarted) {
    const init = nextInitAction(situation)
    if (init) return init
  }
  const held: Held[] = []
  const verdicts = spec.containers.map((container) => verdictOn(situation, container, spec.restartPolicy ?? 'Always'))
  for (const [index, verdict] of verdicts.entries()) {
    const container = spec.containers[index]
    if (!container) continue
    if (verdict.type === 'start') return { type: 'start', container }
    if (verdict.type === 'held') held.push({ container: container.name, until: verdict.until })
  }
  const over = verdicts.every(({ type }) => type === 'done' || type === 'failed')
  if (over) return { type: 'ended', phase: verdicts.some(({ type }) => type === 'failed') ? 'Failed' : 'Succeeded' }
  return { type: 'wait', held }
}

/** Init containers one after the other; undefined when all that must end have ended and all sidecars have started. */
function nextInitAction(situation: Situation): Action | undefined {
  const { spec } = situation.pod
  for (const container of spec.initContainers ?? []) {
    const isSidecar = container.restartPolicy === 'Always'
    const policy = isSidecar || spec.restartPolicy === 'Always' ? 'OnFailure' : (spec.restartPolicy ?? 'OnFailure')
    const verdict = verdictOn(situation, container, isSidecar ? 'Always' : policy)
    if (verdict.type === 'done' || (isSidecar && verdict.type === 'fine')) continue
    if (verdict.type === 'start') return { type: 'start', container }
    if (verdict.type === 'failed') return { type: 'ended', phase: 'Failed' }
    return { type: 'wait', held: verdict.type === 'held' ? [{ container: container.name, until: verdict.until }] : [] }
  }
  return undefined
}

function verdictOn({ pod, sandbox, backOffs, tried, now }: Situation, { name }: ContainerSpec, policy: string): Verdict {
  const container = findContainer(sandbox, name)
  if (container?.state === 'running') return { type: 'fine' }
  if (container && !restarts(container, policy)) return { type: container.exitCode === 0 ? 'done' : 'failed' }
  if (tried.has(name)) return { type: 'tried' }
  if (!container) return { type: 'start' }
  const until = heldUntil(backOffs, crashKey(pod, name), { since: container.finishedAt, now })
  return until === undefined ? { type: 'start' } : { type: 'held', until }
}

function restarts({ exitCode }: Container, policy: string): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)
}

/** Key of a container's crash back-off. */
export const crashKey = ({ metadata }: Pod, container: string): string => `${metadata.uid ?? ''}_${container}_crash`
