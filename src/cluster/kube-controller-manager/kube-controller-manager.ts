/**
 * kube-controller-manager as a part: all controllers in one process over shared informers. Follows kubernetes v1.36
 * cmd/kube-controller-manager; each controller names what it follows.
 */
import type { PartDefinition } from '../../sim/part.ts'
import type { Client } from '../client-go/client.ts'
import { defineProcess, type ProcessState } from '../client-go/process.ts'
import { controllers } from './controllers.ts'

export { controllerNames } from './controllers.ts'

export const defineControllerManager = (client: Client): PartDefinition<ProcessState> =>
  defineProcess({ type: 'kube-controller-manager', client, controllers })

/** Keys that wait for a controller's worker. */
export const workQueueDepth = (state: ProcessState, controller: string): number => state.workers.get(controller)?.queue.items.size ?? 0
