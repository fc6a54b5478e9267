/**
 * When the change happened that an endpoint update answers to: the oldest of what is new since the last sync among the
 * pods' last Ready transitions and the Service's creation. Follows kubernetes v1.36
 * staging/src/k8s.io/endpointslice/util (TriggerTimeTracker). A pod that went away is no news here, as upstream.
 */
import type { Pod, Service } from '../../../api/generated/types.ts'
import { podCondition } from '../pod-state.ts'

export const triggerTimeAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time'

/** By Service key. Times are RFC 3339 in UTC, so text order is time order. */
export type TriggerTimes = Map<string, ServiceTriggers>

export interface ServiceTriggers {
  readonly service: string
  /** By pod name. */
  readonly pods: { readonly [name: string]: string }
}

/** The trigger time of this sync, undefined if nothing new can be named. */
export function triggerTime(times: TriggerTimes, key: string, { service, pods }: { service: Service; pods: readonly Pod[] }): string | undefined {
  const known = times.get(key)
  const created = service.metadata.creationTimestamp ?? ''
  const now: { [name: string]: string } = {}
  for (const pod of pods) {
    const time = podCondition(pod, 'Ready')?.lastTransitionTime
    if (time) now[pod.metadata.name] = time
  }
  times.set(key, Object.freeze({ service: created, pods: Object.freeze(now) }))
  if (!known) return created
  const news = Object.entries(now).filter(([name, time]) => time > (known.pods[name] ?? ''))
  const changed = [...news.map(([, time]) => time), ...(created > known.service ? [created] : [])].sort()
  return changed[0]
}

/** The annotation follows the sync: an update that nothing triggered takes it away. */
export function withTriggerTime(annotations: { readonly [key: string]: string } | undefined, time: string | undefined): { [key: string]: string } {
  const { [triggerTimeAnnotation]: _, ...others } = annotations ?? {}
  return time === undefined ? others : { ...others, [triggerTimeAnnotation]: time }
}
