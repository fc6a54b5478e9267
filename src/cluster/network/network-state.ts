/** The state of the part `network`, and what others tell it about what is plugged in where. */
import type { StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { Table } from '../../sim/table.ts'
import type { ExchangeBook } from './exchange.ts'
import { createFabric, type Fabric } from './fabric.ts'
import type { LinkTrouble } from './link.ts'

export interface NetworkState extends ExchangeBook {
  readonly fabric: Fabric
  /** From `NAMESPACE/NAME` to node, of the pods that are attached. */
  readonly attached: Table<string, string>
  /** What is wrong with links, by the number of the fault. */
  readonly links: Map<number, LinkTrouble>
  nextRequest: number
  nextTraffic: number
  /** Streams that run, by id. */
  readonly traffic: Map<number, Stream>
}

export interface RequestOrder {
  /** `internet`, `node/NAME` or `pod/NAMESPACE/NAME`. */
  readonly from: string
  readonly url: string
  readonly method: string
}

export interface Stream extends RequestOrder {
  readonly perSecond: number
}

/** A machine says that it is there, or that it has a pod subnet now. */
export interface AnnounceEvent extends SimEvent {
  readonly type: 'announce'
  readonly node: string
  readonly address: string
  readonly podCIDR: string
}
/** A pod's interface was put on the overlay, or taken off. */
export interface AttachEvent extends SimEvent {
  readonly type: 'attach' | 'detach'
  readonly node: string
  /** '' for a pod on its host's network. */
  readonly address: string
  /** `NAMESPACE/NAME`. */
  readonly pod: string
}
export const isAnnounce = (event: SimEvent): event is AnnounceEvent => event.type === 'announce'
export const isAttach = (event: SimEvent): event is AttachEvent => event.type === 'attach' || event.type === 'detach'

export const createNetworkState = (): NetworkState => ({
  fabric: createFabric(),
  attached: new Table(),
  links: new Map(),
  nextRequest: 1,
  nextTraffic: 1,
  traffic: new Map(),
  exchanges: new Table(),
  nextExchange: 1,
})

/** Sound, because the part `network` holds nothing else. */
export const networkStateAt = (ctx: StepContext): NetworkState | undefined => ctx.borrow('network') as NetworkState | undefined

export function attach({ fabric, attached }: NetworkState, { type, pod, node, address }: AttachEvent): void {
  if (type === 'attach') {
    attached.set(pod, node)
    if (address !== '') fabric.pods.set(address, `pods/${pod}`)
  } else {
    const isNewer = address !== '' && fabric.pods.get(address) !== `pods/${pod}`
    if (!isNewer) fabric.pods.delete(address)
    if (!isNewer && attached.get(pod) === node) attached.delete(pod)
  }
}
