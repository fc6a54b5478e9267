/**
 * Trouble that somebody made and that lasts: parts that were stopped, and faults of links and watches. Each is listed
 * once: a machine that is off takes its processes with it.
 */
import type { ActiveFault, Fact, FaultOrder, Frame } from '../worker/protocol.ts'

/** Since when each part is down, in micros, by its name; `booting` for processes whose machine has just been started. */
export type Stopped = ReadonlyMap<string, number>

export const noneStopped: Stopped = new Map()

export const booting = -1

/** The same object if nothing was stopped or started. */
export function nextStopped(known: Stopped, { stopped, facts, now }: Pick<Frame, 'stopped' | 'facts' | 'now'>): Stopped {
  const told = facts.filter(({ code }) => code === 'part.stopped' || code === 'part.started' || code === 'part.added')
  if (told.length === 0 && stopped.length === known.size && stopped.every((part) => known.has(part))) return known
  return new Map(stopped.map((part) => [part, stateOf(part, told) ?? known.get(part) ?? now]))
}

/** The machine of a process, if it stands on one. */
const machineOf = (part: string): string | undefined => (/^(kubelet|kube-proxy)\//.test(part) ? part.replace(/^[^/]+/, 'node') : undefined)

function stateOf(part: string, told: readonly Fact[]): number | undefined {
  const last = told.findLast(({ params }) => params['part'] === part || params['part'] === machineOf(part))
  return last && (last.code === 'part.stopped' ? last.at : booting)
}

export type Trouble = { readonly key: string; readonly since: number } & (
  | { readonly type: 'stopped'; readonly part: string }
  | { readonly type: 'fault'; readonly id: number; readonly order: FaultOrder }
)

/** Oldest first. */
export function troublesOf(stopped: Stopped, faults: readonly ActiveFault[]): readonly Trouble[] {
  const parts = [...stopped].filter(([part, since]) => since !== booting && !stopped.has(machineOf(part) ?? ''))
  return [
    ...parts.map(([part, since]): Trouble => ({ type: 'stopped', key: part, part, since })),
    ...faults.map(({ id, since, order }): Trouble => ({ type: 'fault', key: `fault ${id}`, id, order, since })),
  ].sort((a, b) => a.since - b.since)
}

/** A link's fault as its end shows it. */
export interface LinkFault {
  readonly id: number
  readonly order: Extract<FaultOrder, { readonly type: 'partition' | 'slow' | 'loss' }>
}

const isOfLink = ({ order }: ActiveFault): boolean => order.type === 'partition' || order.type === 'slow' || order.type === 'loss'

/** Faults of the links of a node (or another end): the worst first. */
export function linkFaultsOf(faults: readonly ActiveFault[], end: string): readonly LinkFault[] {
  const weight = { partition: 0, loss: 1, slow: 2 }
  // Narrowed by `isOfLink`.
  const links = faults.filter(isOfLink) as readonly (ActiveFault & LinkFault)[]
  return links.filter(({ order }) => order.a === end || order.b === end).sort((a, b) => weight[a.order.type] - weight[b.order.type]).map(({ id, order }) => ({ id, order }))
}

/** Processes that will crash, or hear late or wrongly: they run, and are marked. */
export const troubledParts = (faults: readonly ActiveFault[]): readonly string[] => [...new Set(faults.flatMap(({ order }) => ('part' in order ? [order.part] : [])))].sort()
