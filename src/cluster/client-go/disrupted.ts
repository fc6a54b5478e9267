/** Says in a pod's status why it is about to go, which its DisruptionTarget condition is for. */
import type { Pod } from '../../api/generated/types.ts'
import type { StepContext } from '../../sim/part.ts'
import type { ApiResult, Client } from './client.ts'

interface Caller {
  readonly ctx: StepContext
  readonly client: Client
}

interface Disruption {
  readonly reason: string
  readonly message: string
  readonly phase?: 'Failed'
}

export function markDisrupted({ ctx, client }: Caller, { metadata, status }: Pod, { reason, message, phase }: Disruption): ApiResult<Pod> {
  const { name, namespace = '', generation } = metadata
  const condition = { type: 'DisruptionTarget', status: 'True', reason, message, lastTransitionTime: client.timestamp(ctx), ...(generation !== undefined && { observedGeneration: generation }) }
  const types = [...(status?.conditions ?? []).map(({ type }) => type).filter((type) => type !== condition.type), condition.type]
  const body = { status: { '$setElementOrder/conditions': types.map((type) => ({ type })), conditions: [condition], ...(phase && { phase }) } }
  return client.patch(ctx, 'pods', { namespace, name }, { type: 'strategic', subresource: 'status', body })
}
