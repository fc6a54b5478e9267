/** Opens what a fact is about: its request, or its object; where that is not there at this moment, the moment itself. */
import type { Fact } from '../../worker/protocol.ts'
import { select, useCluster } from '../store.ts'
import { seekTo } from './time-actions.ts'

export function openFact({ at, object, params }: Fact): void {
  const { world } = useCluster.getState()
  const request = Number(params['request'] ?? 0)
  if (at > world.now) void seekTo(at)
  else if (request > 0) select({ request })
  else if (world.byKey.has(object)) select(object)
  else void seekTo(at)
}
