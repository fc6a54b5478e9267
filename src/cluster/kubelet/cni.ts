/**
 * Pod addresses of one machine. Follows the CNI plugin host-local (v1.7): the subnet's first address is the gateway of
 * the bridge; the others are given out round robin, so that an address does not soon come back to another pod.
 */
import { formatAddress, parseSubnet } from '../network/address.ts'
import type { Machine } from '../network/machine.ts'

/** Network, gateway. */
const reservedAtStart = 2
/** Broadcast. */
const reservedAtEnd = 1

/** undefined if the machine has no pod subnet yet, or no address is left. */
export function allocateAddress(machine: Machine, uid: string): string | undefined {
  const subnet = parseSubnet(machine.podCIDR)
  if (!subnet) return undefined
  const end = subnet.size - reservedAtEnd
  let offset = machine.lastAddress
  for (let tried = reservedAtStart; tried < end; tried++) {
    offset = offset < reservedAtStart || offset + 1 >= end ? reservedAtStart : offset + 1
    const address = formatAddress(subnet.base + offset)
    if (machine.addresses.has(address)) continue
    machine.addresses.set(address, uid)
    machine.lastAddress = offset
    return address
  }
  return undefined
}

export const releaseAddress = (machine: Machine, address: string): void => {
  machine.addresses.delete(address)
}
