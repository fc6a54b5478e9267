/** Which of the three address colours an address wears: a node's, a pod's or a Service's; others wear none. */
import { rowsOf, type World } from './world.ts'

export type AddressType = 'node' | 'pod' | 'cluster' | 'other'

/** The Services' range, kubeadm's default 10.96.0.0/12: the second byte is 96 to 111. */
const isClusterAddress = (ip: string): boolean => {
  const [first, second] = ip.split('.').map(Number)
  return first === 10 && second !== undefined && second >= 96 && second < 112
}

/** `10.244.1.0/24` → `10.244.1.`; the simulated nodes have /24 ranges. */
const prefixOf = (range: string): string => range.split('.').slice(0, 3).join('.') + '.'

/** Takes `10.244.1.3` or `10.244.1.3:9502`. */
export function addressType(world: World, address: string): AddressType {
  const ip = address.split(':')[0] ?? ''
  if (ip === '') return 'other'
  if (isClusterAddress(ip)) return 'cluster'
  const nodes = rowsOf(world, 'nodes')
  if (nodes.some((node) => node.ip === ip)) return 'node'
  const isPod = nodes.some(({ detail }) => typeof detail['podCIDR'] === 'string' && detail['podCIDR'] !== '' && ip.startsWith(prefixOf(detail['podCIDR'])))
  return isPod ? 'pod' : 'other'
}
