/**
 * Routes of the underlay and of the flannel-style overlay on top of it: which part owns an address. Machines and pod
 * subnets announce themselves; the ingress controller stands on an address of its own, as a cloud would give it.
 * What is wrong with the links between them stands in `link.ts`.
 */
import { parseAddress, parseSubnet } from './address.ts'
import type { Place } from './packet.ts'

/** Documentation range 203.0.113.0/24 (RFC 5737): the address that the world reaches the ingress controller at. */
export const ingressAddress = '203.0.113.10'
/** The machine that the control plane's processes run on. */
export const controlPlaneAddress = '10.0.0.10'

export interface Route {
  readonly part: string
  readonly place: Place
}

export interface Fabric {
  /** By address of the machine. */
  readonly machines: Map<string, Route>
  /** By `BASE/SIZE` of the pod subnet, as numbers; a lookup tries each size there is (in practice one). */
  readonly subnets: Map<string, Route>
  readonly sizes: Set<number>
  /** From pod address to its place, as CNI attached them. */
  readonly pods: Map<string, Place>
}

export const createFabric = (): Fabric => ({ machines: new Map(), subnets: new Map(), sizes: new Set(), pods: new Map() })

export function announce(fabric: Fabric, machine: { node: string; address: string; podCIDR: string }): void {
  const { node, address, podCIDR } = machine
  const route: Route = Object.freeze({ part: `node/${node}`, place: `nodes/${node}` })
  fabric.machines.set(address, route)
  const subnet = parseSubnet(podCIDR)
  if (!subnet) return
  fabric.sizes.add(subnet.size)
  fabric.subnets.set(`${subnet.base}/${subnet.size}`, route)
}

/** The way to an address; undefined if nobody owns it. From outside the cluster only machines and the ingress are reachable. */
export function routeTo(fabric: Fabric, address: string, outside: boolean): Route | undefined {
  if (address === ingressAddress) return ingressRoute
  const machine = fabric.machines.get(address)
  if (machine || outside) return machine
  const value = parseAddress(address) ?? 0
  for (const size of fabric.sizes) {
    const route = fabric.subnets.get(`${value - (value % size)}/${size}`)
    if (route) return route
  }
  return undefined
}

const ingressRoute: Route = { part: 'ingress-controller', place: 'process/ingress-controller' }
