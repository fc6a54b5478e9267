/**
 * Trouble on order: the kinds there are, one file each, and the part `faults`, which remembers what is wrong. Called as
 * inputs, so that trouble is in the log and replays like everything else.
 */
import { isObject } from '../../api/meta/json.ts'
import type { ActiveFault, FaultOrder } from '../../api/fault.ts'
import { refused, shown, type Refused } from '../../api/refusal.ts'
import { assert } from '../../sim/assert.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import { crash } from './crash.ts'
import { createFaultsState, faultsAt, type FaultKind, type FaultsState, type Surroundings } from './fault.ts'
import { killContainer } from './kill-container.ts'
import { loss } from './loss.ts'
import { partition } from './partition.ts'
import { slow } from './slow.ts'
import { tellFault } from './tell.ts'
import { watch } from './watch.ts'

const kinds: readonly FaultKind[] = [crash, watch, killContainer, partition, slow, loss]

export const defineFaults = (): PartDefinition<FaultsState> => ({ type: 'faults', init: createFaultsState, step: () => undefined })

export type Injected = { readonly ok: true; readonly id: number } | Refused
export type Healed = { readonly ok: true } | Refused

/** `order` may come from a script, so it is looked at as if it had no type. `ctx` is the part's own. */
export function injectFault(ctx: StepContext, order: FaultOrder, parts: readonly string[]): Injected {
  const around = { ctx, parts }
  const kind = kindOf(order)
  const state = faultsAt(ctx)
  const problem = problemOf(kind, order, around)
  if (problem) return problem
  assert(kind && state, 'an order that fits is of a kind')
  const id = state.nextId++
  tellFault(ctx, 'fault.injected', order)
  if (kind.inject({ ...around, state, id }, order)) state.active.set(id, Object.freeze({ id, since: ctx.now, order: Object.freeze({ ...order }) }))
  return { ok: true, id }
}

export function healFault(ctx: StepContext, id: number, parts: readonly string[]): Healed {
  const state = faultsAt(ctx)
  const fault = state?.active.get(id)
  if (!state || !fault) return refused('fault.over', { value: shown(id) })
  kindOf(fault.order)?.heal({ ctx, parts, state, id }, fault)
  state.active.delete(id)
  tellFault(ctx, 'fault.healed', fault.order)
  return { ok: true }
}

export const activeFaults = ({ active }: FaultsState): readonly ActiveFault[] => [...active.values()]

const kindOf = (order: unknown): FaultKind | undefined => (isObject(order) ? kinds.find(({ type }) => type === order['type']) : undefined)

function problemOf(kind: FaultKind | undefined, order: FaultOrder, around: Surroundings): Refused | undefined {
  if (!isObject(order)) return refused('fault.object', { value: shown(order) })
  if (!kind) return refused('fault.type', { value: shown(order.type), known: kinds.map(({ type }) => type).join(', ') })
  const stray = Object.keys(order).find((field) => field !== 'type' && !kind.fields.includes(field))
  return stray === undefined ? kind.problem(order, around) : refused('fault.field', { type: kind.type, value: shown(stray), known: kind.fields.join(', ') })
}
