/** Events between a machine, its runtime and its kubelet. */
import type { SimEvent } from '../../sim/queue.ts'

/** To the machine: a process goes on, or ends if `exit` is there. */
export interface ProcessEvent extends SimEvent {
  readonly type: 'process'
  readonly uid: string
  /** Container id. */
  readonly container: string
  readonly execution: number
  /** The wait that is over. */
  readonly ticket: number
  readonly exit?: number
}
/** To the kubelet: a command that it ran in a container has ended. */
export interface ExecDoneEvent extends SimEvent {
  readonly type: 'exec-done'
  readonly uid: string
  /** Container id. */
  readonly container: string
  readonly tag: string
  readonly status: number
  readonly output: string
}
/** To the kubelet: a container of this pod has ended. It sees it at its next relist. */
export interface ContainerExitedEvent extends SimEvent {
  readonly type: 'container-exited'
  readonly uid: string
  readonly container: string
}
export const isProcess = (event: SimEvent): event is ProcessEvent => event.type === 'process'
export const isExecDone = (event: SimEvent): event is ExecDoneEvent => event.type === 'exec-done'
export const isContainerExited = (event: SimEvent): event is ContainerExitedEvent => event.type === 'container-exited'
