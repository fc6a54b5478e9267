/** What the ingress controller remembers: its caches, what nginx runs with, and the requests it is passing on. */
import { listerOf, type InformerState } from '../client-go/informer.ts'
import type { Reflectors } from '../client-go/reflector.ts'
import type { RecorderState } from '../client-go/recorder.ts'
import type { ExchangeBook } from '../network/exchange.ts'
import type { Servers } from './locations.ts'

export const resources = ['ingresses.networking.k8s.io', 'ingressclasses.networking.k8s.io', 'services', 'endpointslices.discovery.k8s.io'] as const
export type Watched = (typeof resources)[number]

export interface IngressControllerState extends ExchangeBook {
  readonly informers: Map<Watched, InformerState>
  readonly reflectors: Reflectors
  readonly recorded: RecorderState
  /** By `NAMESPACE/NAME`: the revision of the Ingress that was seen last, and its share of the configuration. */
  readonly configured: Map<string, Configured>
  /** What nginx runs with, until the next reload. */
  servers: Servers
  /** By service and port: the endpoint whose turn it is. */
  readonly turns: Map<string, number>
  /** A look at the Ingresses is under way, because of this revision. */
  due: number
}

export interface Configured {
  readonly revision: string
  /** Its locations as JSON. */
  readonly locations: string
}

export function informerOf<R extends Watched>(state: IngressControllerState, resource: R) {
  const informer = state.informers.get(resource)
  return informer && listerOf(informer, resource)
}
