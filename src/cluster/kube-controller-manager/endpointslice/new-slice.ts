import type { DiscoveryEndpointPort, Endpoint, EndpointSlice } from '../../../api/generated/types.ts'
import type { ApiObject } from '../../../api/meta/object.ts'
import { controllerRef } from '../controller-ref.ts'

export interface SliceContent {
  readonly labels: { readonly [key: string]: string }
  readonly annotations?: { readonly [key: string]: string }
  readonly ports: readonly DiscoveryEndpointPort[]
  readonly endpoints: readonly Endpoint[]
}

/** A slice of this Service or Endpoints object, which it is named after and goes with. */
export function newSlice(owner: ApiObject, { labels, annotations = {}, ports, endpoints }: SliceContent): EndpointSlice {
  const { name, namespace } = owner.metadata
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: '',
      generateName: `${name}-`,
      ...(namespace !== undefined && { namespace }),
      labels,
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ownerReferences: [controllerRef(owner)],
    },
    addressType: 'IPv4',
    endpoints,
    ports,
  }
}
