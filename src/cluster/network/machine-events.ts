/** Events between a machine, its runtime and its kubelet. */
import type { SimEvent } from '../../sim/queue.ts'

/** To the machine: the process goes on with its next stage, or ends if `exit` is there. */
export interface ProcessEvent extends SimEvent {
  readonly type: 'process'
  readonly uid: string
  /** Container id. */
  readonly container: string
  readonly exit?: number
}
/** To the kubelet: a container of this pod has ended. It sees it at its next relist. */
export interface ContainerExitedEvent extends SimEvent {
  readonly type: 'container-exited'
  readonly uid: string
  readonly container: string
}
export const isProcess = (event: SimEvent): event is ProcessEvent => event.type === 'process'
export const isContainerExited = (event: SimEvent): event is ContainerExitedEvent => event.type === 'container-exited'
