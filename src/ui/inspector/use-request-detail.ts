/** A request with its hops; null for one that there is none of at this moment, undefined until it is read. */
import type { RequestDetail } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { useAsked } from './use-asked.ts'

/** While it is under way its hops are asked for as the clock goes on; an ended request does not change. 0 is none. */
export function useRequestDetail(id: number): RequestDetail | null | undefined {
  const epoch = useCluster((state) => state.epoch)
  const version = useCluster(({ world, now }) => {
    const summary = id > 0 ? world.requests.find((request) => request.id === id) : undefined
    return summary?.outcome === 'pending' ? now : summary
  })
  return useAsked(`${epoch} request ${id}`, version, async (door) => (id > 0 ? door.requestDetail(id) : null))
}
