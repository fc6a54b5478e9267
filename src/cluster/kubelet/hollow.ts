/**
 * A kubelet that runs nothing: a bound pod is Running and Ready a third of a second later, a deleted one goes half a
 * second later, without events. Stands for kubemark's hollow node and KWOK's stages; used by benches and by replays of
 * recordings that were played the same way (see ../shared/golden/README.md).
 */
import type { Container, Pod } from '../../api/generated/types.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { seconds } from '../../sim/time.ts'
import type { Client } from '../client-go/client.ts'
import { isWatchEnded } from '../client-go/reflector.ts'
import { isWatchEvent } from '../client-go/watch.ts'
import { machineAt } from '../network/machine.ts'
import type { Registry } from '../network/program.ts'
import { allocateAddress, releaseAddress } from './cni.ts'
import { isHeartbeat, register, renewLease, reportNode } from './registration.ts'
import { createKubeletState, type Kubelet, type KubeletState } from './state.ts'

interface HollowEvent extends SimEvent {
  readonly type: 'hollow-run' | 'hollow-remove'
  readonly namespace: string
  readonly name: string
  readonly uid: string
}
const isHollow = (event: SimEvent): event is HollowEvent => event.type === 'hollow-run' || event.type === 'hollow-remove'

/** Nothing is pulled, nothing runs. */
const noRegistry: Registry = {
  resolve: (reference) => ({ ok: false, reference, message: '', invalid: true }),
  program: () => undefined,
  start: () => ({ ok: false, missing: '' }),
  command: () => [],
  play: () => ({ type: 'stay' }),
  signal: () => ({ type: 'ignored' }),
}

/** Pods that were bound together become ready one after the other, as from a script that writes one status at a time. */
const runsAfter = (ctx: StepContext) => seconds(0.25 + (ctx.random() % 200) / 1_000)
const goesAfter = seconds(0.5)

export const defineHollowKubelet = (client: Client): PartDefinition<KubeletState> => ({
  type: 'kubelet',
  init: createKubeletState,
  step: (ctx, state, event) => {
    const machine = machineAt(ctx, ctx.instance)
    if (!machine) return
    const k: Kubelet = { ctx, client, state, machine, registry: noRegistry, nodeEvent: () => undefined }
    if (isWatchEvent(event)) {
      if (event.verb === 'DELETED') forget(k, event.object.metadata.uid ?? '')
      else plan(ctx, event.object as Pod)
    } else if (isHeartbeat(event)) {
      if (event.type === 'node-lease') renewLease(k)
      else reportNode(k)
    } else if (isHollow(event)) play(k, event)
    else if (event.type === 'start' || isWatchEnded(event)) start(k)
  },
})

function start(k: Kubelet): void {
  const { ctx, client, machine, state } = k
  if (!state.registered) state.registered = register(k)
  const pods = state.registered ? client.listAndWatch(ctx, 'pods', { node: ctx.instance }) : undefined
  if (!pods?.ok) return ctx.send(ctx.self, { type: 'start' }, seconds(1))
  const there = new Set(pods.object.objects.map(({ metadata }) => metadata.uid))
  for (const uid of [...machine.addresses.values()]) if (!there.has(uid)) forget(k, uid)
  for (const pod of pods.object.objects) plan(ctx, pod)
}

function plan(ctx: StepContext, { metadata, status }: Pod): void {
  const leaving = metadata.deletionTimestamp !== undefined
  if (!leaving && status?.phase !== 'Pending') return
  const event: HollowEvent = { type: leaving ? 'hollow-remove' : 'hollow-run', namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid ?? '' }
  ctx.send(ctx.self, event, leaving ? goesAfter : runsAfter(ctx))
}

function play({ ctx, client, machine }: Kubelet, { type, namespace, name, uid }: HollowEvent): void {
  if (type === 'hollow-remove') {
    client.delete(ctx, 'pods', { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } })
    return
  }
  const found = client.get(ctx, 'pods', namespace, name)
  if (!found.ok || found.object.metadata.uid !== uid || found.object.status?.phase !== 'Pending') return
  const podIP = allocateAddress(machine, uid) ?? ''
  client.updateStatus(ctx, 'pods', { ...found.object, status: running(found.object, { podIP, hostIP: machine.address, now: client.timestamp(ctx) }) })
}

function forget({ machine }: Kubelet, uid: string): void {
  for (const [address, owner] of machine.addresses) if (owner === uid) releaseAddress(machine, address)
}

function running({ spec, status }: Pod, { podIP, hostIP, now }: { podIP: string; hostIP: string; now: string }): NonNullable<Pod['status']> {
  const isTrue = (type: string) => status?.conditions?.find((known) => known.type === type) ?? { type, status: 'True' as const, lastTransitionTime: now }
  return {
    ...status,
    phase: 'Running',
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(isTrue),
    hostIP,
    ...(podIP && { podIP, podIPs: [{ ip: podIP }] }),
    startTime: now,
    containerStatuses: spec.containers.map((container, index) => ({ ...known(container, index), ...runningSince(now) })),
    ...(spec.initContainers && { initContainerStatuses: spec.initContainers.map((container) => ({ ...known(container, 0), ...(container.restartPolicy === 'Always' ? runningSince(now) : completedAt(now)) })) }),
  }
}

const known = ({ name, image = '' }: Container, index: number) => ({ name, image, imageID: '', containerID: `containerd://${index}`, lastState: {}, ready: true, restartCount: 0 })

const runningSince = (now: string) => ({ started: true, state: { running: { startedAt: now } } })
const completedAt = (now: string) => ({ started: false, state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: now, finishedAt: now, containerID: 'containerd://0' } } })
