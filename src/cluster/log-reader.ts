/** The API server's way to the logs on a node: its kubelet answers, unless it is down or nothing gets through to it. */
import type { Kernel } from '../sim/kernel.ts'
import type { ReadLog } from './kube-apiserver/pod-log.ts'
import { readLog } from './kubelet/logs.ts'
import { controlPlaneEnd, isCutIn } from './network/link.ts'
import type { Machine } from './network/machine.ts'
import type { NetworkState } from './network/network-state.ts'

export const logReader = (kernel: Kernel, born: number): ReadLog => (node, order) => {
  const machine = () => kernel.peek(`node/${node}`) as Machine | undefined
  const down = kernel.stopped()
  const address = machine()?.address ?? node
  const isCut = isCutIn(kernel.peek('network') as NetworkState, controlPlaneEnd, node)
  if (!machine() || isCut || down.includes(`node/${node}`)) return { ok: false, type: 'unreachable', address, why: 'i/o timeout' }
  if (down.includes(`kubelet/${node}`)) return { ok: false, type: 'unreachable', address, why: 'connect: connection refused' }
  const reading = readLog(machine, order, born)
  return reading.ok ? reading : { ...reading, type: 'refused' }
}
