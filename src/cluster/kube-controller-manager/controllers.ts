/**
 * The controllers of this process, in the order in which they hear of a change. A new controller is one file or folder
 * and one line here.
 */
import type { Controller } from '../client-go/process.ts'
import { deployment } from './deployment/deployment.ts'
import { replicaset } from './replicaset/replicaset.ts'

/** Forgets the type of the memory; sound, because a controller only ever gets what its own createMemory made. */
const registered = <Memory>(controller: Controller<Memory>): Controller => controller as unknown as Controller

export const controllers: readonly Controller[] = [registered(deployment), registered(replicaset)]

export const controllerNames: readonly string[] = controllers.map(({ name }) => name)
