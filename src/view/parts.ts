/** The processes of the cluster that can be stopped: those of the control plane, and two on each machine. */
import { hasMachine } from './node-state.ts'
import { rowsOf, type World } from './world.ts'

export const controlPlane = ['kube-apiserver', 'etcd', 'kube-scheduler', 'kube-controller-manager', 'coredns', 'ingress-controller'] as const

/** `kubelet/node-1`; a Node that is only an object has none. */
export const machineParts = (world: World): readonly string[] => rowsOf(world, 'nodes').filter(hasMachine).flatMap(({ name }) => [`kubelet/${name}`, `kube-proxy/${name}`])
