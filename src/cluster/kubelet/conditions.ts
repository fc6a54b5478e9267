/**
 * The kubelet's conditions of a pod, in its order. Follows kubernetes v1.36 pkg/kubelet/status/generate.go and
 * kubelet_pods.go (generateAPIPodStatus). Conditions of others are kept behind them, as upstream keeps them.
 */
import type { ContainerStatus, Pod, PodCondition, PodStatus } from '../../api/generated/types.ts'

type Phase = NonNullable<PodStatus['phase']>
type Verdict = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>

export interface Observed {
  readonly pod: Pod
  readonly phase: Phase
  readonly sandboxReady: boolean
  readonly init: readonly ContainerStatus[]
  readonly main: readonly ContainerStatus[]
  readonly now: string
}

const ownTypes: ReadonlySet<string> = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'])

export function conditionsOf(observed: Observed): PodCondition[] {
  const { pod, sandboxReady, now } = observed
  const known = pod.status?.conditions ?? []
  const containersReady = containersReadyVerdict(observed)
  const own: Verdict[] = [
    { type: 'PodReadyToStartContainers', status: statusText(sandboxReady) },
    initializedVerdict(observed),
    readyVerdict(containersReady, pod),
    containersReady,
    { type: 'PodScheduled', status: 'True' },
  ]
  const others = known.filter(({ type }) => !ownTypes.has(type))
  return [...own.map((verdict) => dated(verdict, { known, now, generation: pod.metadata.generation })), ...others]
}

const statusText = (value: boolean): 'True' | 'False' => (value ? 'True' : 'False')

interface Dating {
  readonly known: readonly PodCondition[]
  readonly now: string
  readonly generation: number | undefined
}

/** The transition time stays while the status does. */
function dated(verdict: Verdict, { known, now, generation }: Dating): PodCondition {
  const before = known.find(({ type }) => type === verdict.type)
  const { type, status, reason, message } = verdict
  const same = before?.status === status
  return {
    type,
    ...(generation !== undefined && { observedGeneration: generation }),
    status,
    lastTransitionTime: same ? (before.lastTransitionTime ?? now) : now,
    ...(reason && { reason }),
    ...(message && { message }),
  }
}

function initializedVerdict({ pod, phase, init, main }: Observed): Verdict {
  const type = 'Initialized'
  const specs = pod.spec.initContainers ?? []
  if (phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' }
  if (main.some(({ containerID }) => containerID !== undefined)) return { type, status: 'True' }
  const incomplete = init.filter((status, index) => !(specs[index]?.restartPolicy === 'Always' ? status.started : status.ready)).map(({ name }) => name)
  if (incomplete.length === 0) return { type, status: 'True' }
  return { type, status: 'False', reason: 'ContainersNotInitialized', message: `containers with incomplete status: [${incomplete.join(' ')}]` }
}

function containersReadyVerdict({ pod, phase, init, main }: Observed): Verdict {
  const type = 'ContainersReady'
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' }
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' }
  const sidecars = init.filter((_, index) => pod.spec.initContainers?.[index]?.restartPolicy === 'Always')
  const unready = [...sidecars, ...main].filter(({ ready }) => !ready).map(({ name }) => name)
  if (unready.length === 0) return { type, status: 'True' }
  return { type, status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` }
}

function readyVerdict(containersReady: Verdict, { spec, status }: Pod): Verdict {
  const type = 'Ready'
  if (containersReady.status !== 'True') return { ...containersReady, type }
  const problems = (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = status?.conditions?.find((known) => known.type === conditionType)
    if (!condition) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`]
    return condition.status === 'True' ? [] : [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`]
  })
  return problems.length === 0 ? { type, status: 'True' } : { type, status: 'False', reason: 'ReadinessGatesNotReady', message: problems.join(', ') }
}
