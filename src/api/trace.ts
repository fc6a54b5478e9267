/**
 * What the parts of the cluster may tell about themselves: one code per kind of happening, with the parameters its
 * sentence needs. Codes are emitted by the part that did it, explained in `view/explain`, worded in `ui`. A trace is
 * outside the world: nothing the simulation does depends on it.
 */

/** Parameters by code. Names are bare object names; `kind` is the Kind; numbers are plain. */
export interface TraceParams {
  /** A mutation from outside (page, kubectl, gateway) is sent: `POST`, `/apis/apps/v1/…`. */
  'kubectl.request': { method: string; path: string; kind: string; name: string }
  /** Nobody took the connection. */
  'kubectl.unreachable': { method: string; path: string; kind: string; name: string }
  'apiserver.accepted': { method: string; path: string; code: number; kind: string; name: string }
  'apiserver.refused': { method: string; path: string; code: number; reason: string; message: string; kind: string; name: string }
  /** verb: create, update, delete. `by` is the caller. */
  'etcd.stored': { verb: string; kind: string; name: string; by: string }
  'deployment.created-replicaset': { deployment: string; replicaset: string; replicas: number }
  'deployment.scaled-replicaset': { deployment: string; replicaset: string; from: number; to: number }
  /** One per sync that created or deleted pods. */
  'replicaset.created-pods': { replicaset: string; replicas: number; existing: number; created: number }
  'replicaset.deleted-pods': { replicaset: string; replicas: number; existing: number; deleted: number }
  'endpointslice.synced': { service: string; ready: number; total: number }
  'serviceaccount.created': { namespace: string; name: string }
  'namespace.emptied': { namespace: string }
  'garbage-collector.deleted': { kind: string; name: string; owner: string }
  'scheduler.bound': { pod: string; node: string; feasible: number; nodes: number; score: number; tie: string }
  'scheduler.unschedulable': { pod: string; message: string }
  /** `pod` has to go from `node` to make room for the more important `by`, an object's key. */
  'scheduler.preempted': { pod: string; by: string; node: string }
  'kubelet.admitted': { pod: string; node: string }
  'kubelet.sandbox': { pod: string; node: string; ip: string }
  'kubelet.pulling': { pod: string; node: string; image: string }
  'kubelet.pulled': { pod: string; node: string; image: string; milliseconds: number }
  'kubelet.pull-failed': { pod: string; node: string; image: string; message: string }
  /** The image is not one we know; it runs as a generic server on its declared ports. */
  'kubelet.generic-image': { pod: string; node: string; image: string }
  'kubelet.started': { pod: string; node: string; container: string }
  'kubelet.ready': { pod: string; node: string }
  'kubelet.exited': { pod: string; node: string; container: string; exitCode: number }
  /** What crashed or could not be pulled waits; `until` in micros of the cluster's life. */
  'kubelet.held-back': { pod: string; node: string; container: string; reason: 'CrashLoopBackOff' | 'ImagePullBackOff'; seconds: number; until: number }
  /** One answer of a probe that was not good; `failures` of `threshold` in a row. */
  'kubelet.probe-failed': { pod: string; node: string; container: string; probe: string; message: string; failures: number; threshold: number }
  /** A probe has failed often enough: the container is stopped and started again. */
  'kubelet.restarting': { pod: string; node: string; container: string; probe: string; message: string }
  /** A volume could not be mounted: what it shows is not there. */
  'kubelet.mount-failed': { pod: string; node: string; volume: string; message: string }
  /** What a ConfigMap or Secret says now has reached the files of a running pod. */
  'kubelet.volume-refreshed': { pod: string; node: string; volume: string }
  'kubelet.hook-failed': { pod: string; node: string; container: string; hook: 'postStart' | 'preStop' }
  'kubelet.out-of-memory': { pod: string; node: string; container: string; limitBytes: number }
  'kubelet.killing': { pod: string; node: string; gracePeriodSeconds: number }
  'kubelet.removed': { pod: string; node: string }
  /** Nothing was heard from the node for too long. */
  'node-lifecycle.lost': { node: string; seconds: number }
  /** The pod may stay for so long beside this taint of its node; `at` in micros of the cluster's life. */
  'taint-eviction.scheduled': { pod: string; node: string; taint: string; seconds: number; at: number }
  'kube-proxy.programmed': { node: string; service: string; address: string; endpoints: number }
  'ingress.configured': { ingress: string; paths: number }
  'ingress.address': { ingress: string; address: string }
  /** Trouble on order, see `fault.ts`: `subject` is the part, the pod or the one end, `other` the resource, container or end, '' for all. */
  'fault.injected': { fault: string; subject: string; other: string; mode: string; amount: number }
  'fault.healed': { fault: string; subject: string; other: string; mode: string; amount: number }
  /** `when` is before or after the write it died at. */
  'part.crashed': { part: string; when: string }
  /** It could not renew its lease and exited; it is started anew. */
  'part.lost-leadership': { part: string }
  /** Somebody stopped or started a process or a machine. */
  'part.stopped': { part: string }
  'part.started': { part: string }
  /** A further machine, `node/NODE`. */
  'part.added': { part: string }
  'request.sent': { from: string; method: string; url: string; request: number }
  'request.answered': { from: string; method: string; url: string; request: number; status: number; milliseconds: number }
  'request.failed': { from: string; method: string; url: string; request: number; error: string }
}

export type TraceCode = keyof TraceParams
