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
  /** Every main container has ended for good, or an init container has. */
  | { readonly type: 'ended' }

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
  /** Running containers whose startup probe has not succeeded yet. */
  readonly isStarted: (spec: ContainerSpec, container: Container) => boolean
  readonly now: Micros
}

type Verdict = { readonly type: 'start' | 'fine' | 'starting' | 'tried' | 'done' | 'failed' } | { readonly type: 'held'; readonly until: Micros }

export const isSidecar = ({ restartPolicy }: ContainerSpec): boolean => restartPolicy === 'Always'

export function nextAction(situation: Situation): Action {
  const { pod, sandbox } = situation
  const { initContainers = [], containers, restartPolicy = 'Always' } = pod.spec
  const areInitialized = containers.some(({ name }) => inSandbox(sandbox, name) !== undefined)
  const main = containers.map((spec) => [spec, verdictOn(situation, spec, restartPolicy)] as const)
  if (areInitialized && main.every(([, { type }]) => type === 'done' || type === 'failed')) return { type: 'ended' }
  const init = initActions(situation, initContainers, areInitialized)
  if (init.action) return init.action
  const start = main.find(([, { type }]) => type === 'start')
  return start ? { type: 'start', container: start[0] } : { type: 'wait', held: [...init.held, ...heldOf(main)] }
}

const heldOf = (verdicts: readonly (readonly [ContainerSpec, Verdict])[]): Held[] =>
  verdicts.flatMap(([{ name }, verdict]) => (verdict.type === 'held' ? [{ container: name, until: verdict.until }] : []))

/**
 * Init containers one after the other: each must end well, a sidecar must have started. Once the main containers are
 * there only sidecars matter, and those hold nobody up.
 */
function initActions(situation: Situation, specs: readonly ContainerSpec[], areInitialized: boolean): { readonly action?: Action; readonly held: readonly Held[] } {
  const { restartPolicy = 'Always' } = situation.pod.spec
  const held: Held[] = []
  for (const spec of specs) {
    if (areInitialized && !isSidecar(spec)) continue
    const verdict = verdictOn(situation, spec, isSidecar(spec) ? 'Always' : restartPolicy === 'Never' ? 'Never' : 'OnFailure')
    if (verdict.type === 'start') return { action: { type: 'start', container: spec }, held }
    if (verdict.type === 'failed') return { action: { type: 'ended' }, held }
    if (verdict.type === 'held') held.push({ container: spec.name, until: verdict.until })
    const isPassed = verdict.type === 'done' || (isSidecar(spec) && verdict.type === 'fine')
    if (!isPassed && !areInitialized) return { action: { type: 'wait', held }, held }
  }
  return { held }
}

/** The container of this name, if it was made in the present sandbox. */
function inSandbox(sandbox: Sandbox, name: string): Container | undefined {
  const container = findContainer(sandbox, name)
  return container && container.createdAt >= sandbox.createdAt ? container : undefined
}

function verdictOn({ pod, sandbox, backOffs, tried, isStarted, now }: Situation, spec: ContainerSpec, policy: string): Verdict {
  const { name } = spec
  const container = inSandbox(sandbox, name)
  if (container?.state === 'running') return { type: isStarted(spec, container) ? 'fine' : 'starting' }
  if (container && !restarts(spec, container, policy)) return { type: container.exitCode === 0 ? 'done' : 'failed' }
  if (tried.has(name)) return { type: 'tried' }
  const earlier = findContainer(sandbox, name)
  const until = earlier && heldUntil(backOffs, crashKey(pod, name), { since: earlier.finishedAt, now })
  return until === undefined ? { type: 'start' } : { type: 'held', until }
}

/** A rule of the container's own comes first, then its own policy, then the pod's. */
function restarts({ restartPolicy, restartPolicyRules = [] }: ContainerSpec, { exitCode }: Container, podPolicy: string): boolean {
  const isMatched = restartPolicyRules.some(({ exitCodes }) => exitCodes && exitCodes.values?.includes(exitCode) === (exitCodes.operator === 'In'))
  const policy = restartPolicy ?? podPolicy
  return isMatched || policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)
}

/** Key of a container's crash back-off. */
export const crashKey = ({ metadata }: Pod, container: string): string => `${metadata.uid ?? ''}_${container}_crash`
