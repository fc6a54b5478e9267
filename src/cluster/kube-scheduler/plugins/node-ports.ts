/** Rejects nodes on which a wanted host port is taken. Follows kubernetes v1.36 pkg/scheduler/framework/plugins/nodeports. */
import { hostPorts, type UsedPort } from '../cache/node-info.ts'
import type { Plugin } from '../framework/plugin.ts'

const everywhere = '0.0.0.0'

/** An address of 0.0.0.0 holds the port on every address. */
const conflicts = (a: UsedPort, b: UsedPort): boolean =>
  a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === everywhere || b.ip === everywhere)

const anyConflict = (wanted: readonly UsedPort[], used: readonly UsedPort[]): boolean =>
  wanted.some((port) => used.some((other) => conflicts(port, other)))

export const nodePorts: Plugin = {
  name: 'NodePorts',
  filter: (pod) => {
    const wanted = hostPorts(pod)
    if (wanted.length === 0) return undefined
    const rejection = { reasons: ["node(s) didn't have free ports for the requested pod ports"], resolvable: true }
    return (info) => (anyConflict(wanted, info.ports) ? rejection : undefined)
  },
  wakes: {
    'node-added': () => true,
    'pod-deleted': (pod, event) => anyConflict(hostPorts(pod), hostPorts(event.pod)),
  },
}
