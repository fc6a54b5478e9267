/**
 * Watch events that do not come as they should: lost (nothing but the next event or list about the object repairs
 * that), late, or overtaking each other.
 */
import { kindOfResource } from '../../api/kinds/registry.ts'
import type { FaultOrder } from '../../api/fault.ts'
import { refused, shown } from '../../api/refusal.ts'
import type { StepContext } from '../../sim/part.ts'
import { between } from '../../sim/random.ts'
import { micros, ms, type Micros } from '../../sim/time.ts'
import { choiceProblem, faultsAt, numberProblem, processProblem, type FaultKind } from './fault.ts'

type Watch = Extract<FaultOrder, { type: 'watch' }>

const watchers = ['coredns', 'ingress-controller', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy']
/** Milliseconds, unless the order says how many: every event is this late, or up to this late on its own. */
const usual = { drop: 0, delay: 1_000, reorder: 500 }

export const watch: FaultKind<Watch> = {
  type: 'watch',
  fields: ['part', 'mode', 'resource', 'milliseconds'],
  problem: ({ part, mode, resource, milliseconds }, around) =>
    processProblem(part, watchers, around) ??
    choiceProblem('mode', mode, ['drop', 'delay', 'reorder']) ??
    (resource === undefined || (typeof resource === 'string' && kindOfResource(resource)) ? undefined : refused('fault.resource', { value: shown(resource) })) ??
    (milliseconds === undefined ? undefined : numberProblem('milliseconds', milliseconds, { from: 1, to: 3_600_000 })),
  inject: () => true,
  heal: () => undefined,
}

export interface WatchTrouble {
  readonly isLost: boolean
  readonly delay: Micros
  /** Later events may arrive before it. */
  readonly overtaken: boolean
}

export const noWatchTrouble: WatchTrouble = { isLost: false, delay: micros(0), overtaken: false }

/** What faults do to one event of `resource` on its way to `part`. */
export function watchTrouble(ctx: StepContext, part: string, resource: string): WatchTrouble {
  const orders = [...(faultsAt(ctx)?.active.values() ?? [])].flatMap(({ order }) => (order.type === 'watch' && order.part === part && (order.resource ?? resource) === resource ? [order] : []))
  if (orders.length === 0) return noWatchTrouble
  const delays = orders.map(({ mode, milliseconds = usual[mode] }) => (mode === 'reorder' ? between(() => ctx.random(), 0, ms(milliseconds)) : ms(milliseconds)))
  const sum = delays.reduce((total, delay) => total + delay, 0)
  return { isLost: orders.some(({ mode }) => mode === 'drop'), delay: micros(sum), overtaken: orders.some(({ mode }) => mode === 'reorder') }
}
