/** The scheduler's last table for a pod; null for what is no pod, or was never looked at; undefined until it is read. */
import type { ObjectKey, SchedulingTrace } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { useAsked } from './use-asked.ts'

export function useScheduling(object: ObjectKey): SchedulingTrace | null | undefined {
  const isPod = object.startsWith('pods/')
  const latest = useCluster(({ world }) => (isPod ? world.facts.findLast(({ code }) => code.startsWith('scheduler.'))?.id : 0) ?? 0)
  return useAsked(object, latest, async (door) => (isPod ? door.scheduling(object) : null))
}
