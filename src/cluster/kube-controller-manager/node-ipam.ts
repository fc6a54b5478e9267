/**
 * The node-ipam controller: gives every node a /24 of the cluster's pod network. Follows kubernetes v1.36
 * pkg/controller/nodeipam/ipam (range allocator). The first node gets 10.244.1.0/24: upstream begins with subnet 0, but
 * here pods of node-1 read 10.244.1.x. Which subnets are taken is read off the nodes, and off what was given since.
 */
import type { Node } from '../../api/generated/types.ts'
import { done, retry, type Controller, type ControllerContext } from '../client-go/process.ts'

/** Subnets given and not yet seen in the cache, by node. */
type Given = Map<string, number>

const subnets = 256

export const nodeIpam: Controller<Given> = {
  name: 'node-ipam',
  component: 'cidrAllocator',
  resources: ['nodes'],
  createMemory: () => new Map(),
  onChange: (c, event) => {
    if (event.verb === 'DELETED') c.memory.delete(event.key)
    else if (event.verb === 'ADDED') c.enqueue(event.key)
    else if (c.lister('nodes').byKey(event.key)?.spec?.podCIDR) c.memory.delete(event.key)
  },
  sync: (c, name) => {
    const node = c.lister('nodes').byKey(name)
    if (!node || node.spec?.podCIDR || c.memory.has(name)) return done
    const subnet = firstFree(c)
    if (subnet === undefined) {
      c.event(node, { type: 'Normal', reason: 'CIDRNotAvailable', message: `Node ${name} status is now: CIDRNotAvailable` })
      return retry('CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range')
    }
    const cidr = `10.244.${subnet}.0/24`
    const patched = c.client.patch(c.ctx, 'nodes', { namespace: '', name }, { type: 'strategic', body: { spec: { podCIDR: cidr, podCIDRs: [cidr] } } })
    if (!patched.ok) return retry(patched.status.message ?? '')
    c.memory.set(name, subnet)
    return done
  },
}

function firstFree(c: ControllerContext<Given>): number | undefined {
  const taken = new Set([...c.memory.values(), ...c.lister('nodes').list().map(subnetOf)])
  for (let i = 1; i <= subnets; i++) if (!taken.has(i % subnets)) return i % subnets
  return undefined
}

const subnetOf = ({ spec }: Node): number => Number(/^10\.244\.(\d+)\.0\/24$/.exec(spec?.podCIDR ?? '')?.[1] ?? -1)
