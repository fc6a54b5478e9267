/** The process in a container gets KILL, as from `kill -9` on its machine: the container ends with 137. */
import type { FaultOrder } from '../../api/fault.ts'
import { refused, shown } from '../../api/refusal.ts'
import type { StepContext } from '../../sim/part.ts'
import { machineAt, type Container, type Sandbox } from '../network/machine.ts'
import { networkStateAt } from '../network/network-state.ts'
import type { ProcessEvent } from '../network/machine-events.ts'
import type { FaultKind } from './fault.ts'

type KillContainer = Extract<FaultOrder, { type: 'kill-container' }>

const killed = 137

export const killContainer: FaultKind<KillContainer> = {
  type: 'kill-container',
  fields: ['pod', 'container'],
  problem: ({ pod, container }, { ctx }) => {
    if (typeof pod !== 'string' || pod.split('/').length !== 2) return refused('fault.pod', { value: shown(pod) })
    const victims = victimsOf(ctx, pod)
    if (victims.length === 0) return refused('fault.pod-idle', { pod })
    const isThere = container === undefined || victims.some(({ container: { name } }) => name === container)
    return isThere ? undefined : refused('fault.container', { pod, known: victims.map(({ container: { name } }) => name).join(', '), value: shown(container) })
  },
  inject: ({ ctx }, { pod, container: name }) => {
    for (const { node, sandbox, container } of victimsOf(ctx, pod)) {
      if (name !== undefined && container.name !== name) continue
      const event: ProcessEvent = { type: 'process', uid: sandbox.uid, container: container.id, execution: 1, ticket: 0, exit: killed }
      ctx.send(`node/${node}`, event)
    }
    return false
  },
  heal: () => undefined,
}

interface Victim {
  readonly node: string
  readonly sandbox: Sandbox
  readonly container: Container
}

/** What runs of this pod. */
function victimsOf(ctx: StepContext, pod: string): Victim[] {
  const node = networkStateAt(ctx)?.attached.get(pod)
  const machine = node === undefined ? undefined : machineAt(ctx, node)
  const sandbox = machine?.sandboxes.get(machine.names.get(pod) ?? '')
  if (node === undefined || !sandbox) return []
  return sandbox.containers.filter(({ state }) => state === 'running').map((container) => ({ node, sandbox, container }))
}
