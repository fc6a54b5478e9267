/**
 * The controllers of this process, in the order in which they hear of a change. A new controller is one file or folder
 * and one line here.
 */
import type { Controller } from '../client-go/process.ts'
import { deployment } from './deployment/deployment.ts'
import { disruption } from './disruption/disruption.ts'
import { endpoints } from './endpoints/endpoints.ts'
import { endpointslice } from './endpointslice/endpointslice.ts'
import { endpointsliceMirroring } from './endpointslice/mirroring.ts'
import { garbageCollector } from './garbage-collector/garbage-collector.ts'
import { namespace } from './namespace/namespace.ts'
import { nodeIpam } from './node-ipam.ts'
import { nodeLifecycle } from './node-lifecycle/node-lifecycle.ts'
import { podGc } from './pod-gc.ts'
import { replicaset } from './replicaset/replicaset.ts'
import { rootCaCertPublisher } from './root-ca-cert-publisher.ts'
import { serviceAccount } from './service-account.ts'
import { taintEviction } from './taint-eviction.ts'
import { ttl } from './ttl.ts'

/** Forgets the type of the memory; sound, because a controller only ever gets what its own createMemory made. */
const registered = <Memory>(controller: Controller<Memory>): Controller => controller as unknown as Controller

export const controllers: readonly Controller[] = [
  registered(deployment),
  registered(replicaset),
  registered(endpointslice),
  registered(endpointsliceMirroring),
  registered(endpoints),
  registered(namespace),
  registered(serviceAccount),
  registered(rootCaCertPublisher),
  registered(garbageCollector),
  registered(nodeIpam),
  registered(nodeLifecycle),
  registered(taintEviction),
  registered(podGc),
  registered(disruption),
  registered(ttl),
]

export const controllerNames: readonly string[] = controllers.map(({ name }) => name)
