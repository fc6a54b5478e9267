/** Why a pod's containers do not run, or were started again: images, crashes, probes, reboots. */
import type { Container, ContainerStatus, Pod } from '../../api/generated/types.ts'
import { wholeValue } from '../../api/meta/quantity.ts'
import type { WhySentence } from '../protocol.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { answer, detail } from './sentence.ts'

interface Subject {
  readonly e: Evidence
  readonly pod: Pod
  readonly key: string
  readonly spec: Container
  readonly status: ContainerStatus
}

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>

/** Containers in the order in which they start. */
export function subjectsOf(e: Evidence, pod: Pod): readonly Subject[] {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap((spec) => {
    const status = statuses.find(({ name }) => name === spec.name)
    return status ? [{ e, pod, key: keyOf('pods', pod), spec, status }] : []
  })
}

const isInit = ({ pod, spec }: Subject): boolean => pod.spec.initContainers?.some(({ name }) => name === spec.name) ?? false
const isSidecar = (subject: Subject): boolean => isInit(subject) && subject.spec.restartPolicy === 'Always'

/** What keeps containers from running; empty if nothing does. */
export function troubles(e: Evidence, pod: Pod): readonly WhySentence[] {
  const subjects = subjectsOf(e, pod)
  for (const subject of subjects) {
    const said = trouble(subject)
    if (said.length > 0) return said
  }
  const unfinished = subjects.find((subject) => isInit(subject) && !isSidecar(subject) && !subject.status.state?.terminated)
  if (unfinished?.status.state?.running) return [answer('pod.init-first', { container: unfinished.spec.name })]
  return subjects.some(({ status }) => status.state?.waiting) || subjects.length === 0 ? [beingMade(e, pod)] : []
}

function trouble(subject: Subject): readonly WhySentence[] {
  const { spec, status } = subject
  const { waiting, terminated } = status.state ?? {}
  const container = spec.name
  if (terminated && !(isInit(subject) && terminated.exitCode === 0)) {
    const cause = endOf(subject, terminated).filter(({ code }) => code !== 'pod.exit.code' && code !== 'pod.exit.completed')
    return [answer('pod.container.ended', { container, exitCode: terminated.exitCode }), ...cause]
  }
  const { reason = '', message = '' } = waiting ?? {}
  if (reason === '' || reason === 'ContainerCreating' || reason === 'PodInitializing') return []
  if (reason === 'ErrImagePull' || reason === 'ImagePullBackOff') return imageFailed(subject, { reason, message })
  if (reason === 'InvalidImageName' || reason === 'ErrImageNeverPull') return [answer('pod.image.refused', { container, image: spec.image ?? '', reason })]
  if (reason === 'CrashLoopBackOff') return crashing(subject)
  return [answer('pod.container.waiting', { container, reason, message })]
}

function imageFailed({ e, key, spec }: Subject, { reason, message }: { reason: string; message: string }): readonly WhySentence[] {
  const told = e.told('kubelet.pull-failed', key, ({ params }) => params.image === spec.image)
  const words = told?.params.message ?? message
  return [
    answer('pod.image.failed', { container: spec.name, image: spec.image ?? '', reason, message: words.split(': ').at(-1) ?? words }),
    ...waitFor(e, { key, container: spec.name, code: 'pod.next-try' }),
    detail('pod.image.words', { message: words }),
  ]
}

function crashing(subject: Subject): readonly WhySentence[] {
  const { e, key, spec, status } = subject
  const ended = status.lastState?.terminated
  return [
    answer('pod.crash-loop', { container: spec.name, count: status.restartCount + 1 }),
    ...(ended ? endOf(subject, ended) : []),
    ...waitFor(e, { key, container: spec.name, code: 'pod.next-start' }),
  ]
}

/** What is left of its back-off; nothing once that is over. */
function waitFor(e: Evidence, { key, container, code }: { key: string; container: string; code: 'pod.next-try' | 'pod.next-start' }): readonly WhySentence[] {
  const held = e.told('kubelet.held-back', key, ({ params }) => params.container === container)
  const left = (held?.params.until ?? 0) - e.now
  return left > 0 ? [answer(code, { left })] : []
}

/** Why one run of a container ended. */
function endOf({ e, pod, key, spec }: Subject, { exitCode, reason, startedAt, finishedAt }: Terminated): readonly WhySentence[] {
  const container = spec.name
  if (reason === 'OOMKilled') return [answer('pod.exit.oom', { container, resource: 'memory', limit: wholeValue(spec.resources?.limits?.['memory']) })]
  const [from, to] = [e.moment(startedAt), e.moment(finishedAt) + 1_000_000]
  const probed = e.told('kubelet.restarting', key, ({ at, params }) => params.container === container && at >= from && at <= to)
  if (probed) return [answer('pod.exit.probe', { container, probe: probed.params.probe, message: probed.params.message })]
  const hook = e.events(pod).find((event) => event.reason === 'FailedPostStartHook' && e.moment(event.lastTimestamp) >= from && e.moment(event.firstTimestamp) <= to)
  if (hook) return [answer('pod.exit.post-start', { container, message: hook.message ?? '' })]
  if (exitCode === 255 && reason === 'Unknown') return [answer('pod.exit.reboot', { container, node: `nodes/${pod.spec.nodeName ?? ''}` })]
  const order = e.told('fault.injected', key, ({ at, params }) => params.fault === 'kill-container' && at >= from && at <= to && (params.other === '' || params.other === container))
  if (order) return [answer('pod.exit.fault', { container })]
  if (exitCode === 137) return [answer('pod.exit.killed', { container })]
  return [exitCode === 0 ? answer('pod.exit.completed', { container }) : answer('pod.exit.code', { container, exitCode })]
}

/** Why containers that run now are not in their first run. */
export function restarts(e: Evidence, pod: Pod): readonly WhySentence[] {
  return subjectsOf(e, pod).flatMap((subject) => {
    const { status, spec } = subject
    const ended = status.lastState?.terminated
    if (!status.state?.running || status.restartCount === 0 || !ended) return []
    return [answer('pod.restarted', { container: spec.name, count: status.restartCount }), ...endOf(subject, ended)]
  })
}

/** Nothing has failed yet: its image is on its way, or the sandbox is being made, or something in the way was said in an Event. */
function beingMade(e: Evidence, pod: Pod): WhySentence {
  const key = keyOf('pods', pod)
  const node = `nodes/${pod.spec.nodeName ?? ''}`
  const pulling = e.told('kubelet.pulling', key)
  const pulled = e.told('kubelet.pulled', key)
  if (pulling && (!pulled || pulled.id < pulling.id)) {
    const { image } = pulling.params
    const container = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find((spec) => spec.image === image)
    return answer('pod.image.pulling', { container: container?.name ?? '', image, node })
  }
  const [latest] = e.events(pod)
  if (latest?.type === 'Warning' && latest.reason !== 'FailedScheduling') return answer('pod.setup-failed', { reason: latest.reason ?? '', message: latest.message ?? '' })
  return answer('pod.creating', { node })
}
