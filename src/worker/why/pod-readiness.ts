/** Why a pod whose containers run is ready, or not. */
import type { Pod } from '../../api/generated/types.ts'
import type { WhySentence } from '../protocol.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { subjectsOf } from './pod-containers.ts'
import { answer } from './sentence.ts'

export function readiness(e: Evidence, pod: Pod): readonly WhySentence[] {
  const conditions = pod.status?.conditions ?? []
  const ready = conditions.find(({ type }) => type === 'Ready')
  if (ready?.status === 'True') return [answer(pod.spec.containers.some(({ readinessProbe }) => readinessProbe) ? 'pod.ready-by-probe' : 'pod.ready', {})]
  const unready = unreadyContainers(e, pod)
  if (unready.length > 0) return unready
  const gates = (pod.spec.readinessGates ?? []).filter(({ conditionType }) => !conditions.some(({ type, status }) => type === conditionType && status === 'True'))
  if (gates.length > 0) return gates.map(({ conditionType }) => answer('pod.not-ready.gate', { gate: conditionType }))
  return [answer('pod.not-ready.node', { node: `nodes/${pod.spec.nodeName ?? ''}` })]
}

function unreadyContainers(e: Evidence, pod: Pod): readonly WhySentence[] {
  const key = keyOf('pods', pod)
  return subjectsOf(e, pod).flatMap(({ spec, status }) => {
    const { running } = status.state ?? {}
    if (status.ready || !running) return []
    const container = spec.name
    const failed = (probe: string) => e.told('kubelet.probe-failed', key, ({ at, params }) => params.container === container && params.probe === probe && at >= e.moment(running.startedAt))
    if (spec.startupProbe && status.started !== true) {
      const told = failed('startup')
      return [told ? answer('pod.not-ready.startup', { container, message: told.params.message }) : answer('pod.not-ready.startup-pending', { container })]
    }
    const told = failed('readiness')
    return [told ? answer('pod.not-ready.readiness', { container, message: told.params.message, age: e.now - told.at }) : answer('pod.not-ready.readiness-pending', { container })]
  })
}
