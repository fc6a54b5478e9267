/**
 * What containers have written, as the kubelet hands it out. Follows kubernetes v1.36 pkg/kubelet/kubelet_pods.go
 * (validateContainerLogStatus) and kuberuntime/logs/logs.go: the tail is taken first, then what is older than `since` is
 * left out, and the limit counts bytes with their time stamps. Kept are the youngest lines of the last two attempts.
 */
import type { ContainerStatus } from '../../api/generated/types.ts'
import { utf8 } from '../../api/meta/base64.ts'
import { formatMicros } from '../../api/meta/time.ts'
import type { LogOrder } from '../../api/pod-log.ts'
import type { Container, Log, LogLine, Machine } from '../network/machine.ts'

export type LogReading =
  | { readonly ok: true; readonly read: () => { readonly text: string; readonly ended: boolean } }
  | { readonly ok: false; readonly message: string }

/** `machine` is asked anew at every read, because a restored world has another one; `born` in seconds since 1970. */
export function readLog(machine: () => Machine | undefined, order: LogOrder, born: number): LogReading {
  const chosen = containerIdOf(order)
  if (!chosen.ok) return chosen
  const find = () => machine()?.sandboxes.get(order.pod.metadata.uid ?? '')?.containers.find(({ id }) => `containerd://${id}` === chosen.id)
  const gone = { text: `unable to retrieve container logs for ${chosen.id}`, ended: true }
  const cursor: Cursor = { next: -1, left: order.limitBytes ?? Infinity }
  return {
    ok: true,
    read: () => {
      const container = find()
      if (!container) return cursor.next < 0 ? gone : { text: '', ended: true }
      const text = take(container, cursor, { order, born })
      return { text, ended: !order.follow || container.state === 'exited' || cursor.left <= 0 }
    },
  }
}

interface Cursor {
  /** Number of the line that is next; -1 at the start. */
  next: number
  /** Bytes that may still be given. */
  left: number
}

function take({ log }: Container, cursor: Cursor, { order, born }: { order: LogOrder; born: number }): string {
  if (cursor.next < 0) cursor.next = firstLine(log, order.tailLines)
  let text = ''
  for (const [number, line] of log.lines.range(cursor.next)) {
    cursor.next = number + 1
    if (order.since !== undefined && born + line.at / 1_000_000 < order.since) continue
    const printed = print(line, { timestamps: order.timestamps, born })
    const bytes = utf8(printed)
    text += bytes.length <= cursor.left ? printed : printed.slice(0, Math.max(0, cursor.left))
    cursor.left -= bytes.length
    if (cursor.left <= 0) break
  }
  return text
}

function firstLine({ lines, next }: Log, tailLines: number | undefined): number {
  const first = lines.minKey() ?? next
  return tailLines === undefined ? first : Math.max(first, next - tailLines)
}

const print = ({ at, text, isPartial }: LogLine, { timestamps, born }: { timestamps: boolean; born: number }): string =>
  `${timestamps ? `${formatMicros(born, at).slice(0, -1)}000Z ` : ''}${text}${isPartial ? '' : '\n'}`

type ChosenId = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly message: string }

/** The attempt whose log is meant, from what the status says. */
function containerIdOf({ pod, container: name, previous }: LogOrder): ChosenId {
  const place = `container "${name}" in pod "${pod.metadata.name}"`
  const status = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].find((known) => known.name === name)
  if (!status) return { ok: false, message: `${place} is not available` }
  const { state, lastState, containerID } = status
  const last = lastState?.terminated?.containerID
  if (previous) return last ? { ok: true, id: last } : { ok: false, message: `previous terminated ${place} not found` }
  const id = state?.running ? containerID : (state?.terminated?.containerID ?? last)
  if (id) return { ok: true, id }
  return { ok: false, message: state?.terminated ? `${place} is terminated` : `${place} is waiting to start${waitingFor(status)}` }
}

const reasons: { readonly [reason: string]: string } = { ErrImagePull: "image can't be pulled", ImagePullBackOff: 'trying and failing to pull image' }

function waitingFor({ state }: ContainerStatus): string {
  const reason = state?.waiting?.reason
  return reason === undefined ? ' - no logs yet' : `: ${reasons[reason] ?? reason}`
}
