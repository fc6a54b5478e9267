/** What a kind of fault says of itself, and the state of the part `faults`: what is wrong at the moment. */
import type { ActiveFault, FaultOrder } from '../../api/fault.ts'
import { refused, shown, type Refused } from '../../api/refusal.ts'
import type { StepContext } from '../../sim/part.ts'

export interface FaultsState {
  nextId: number
  /** By number; those that last. */
  readonly active: Map<number, ActiveFault>
  /** Of crashes that are to come: the API writes that are left until then, by number of the fault. */
  readonly writesLeft: Map<number, number>
}

export const createFaultsState = (): FaultsState => ({ nextId: 1, active: new Map(), writesLeft: new Map() })

/** Sound, because the part `faults` holds nothing else. */
export const faultsAt = (ctx: StepContext): FaultsState | undefined => ctx.borrow('faults') as FaultsState | undefined

/** What an order is checked against. */
export interface Surroundings {
  readonly ctx: StepContext
  /** Names of all parts, stopped ones too. */
  readonly parts: readonly string[]
}

export interface Injection extends Surroundings {
  readonly state: FaultsState
  readonly id: number
}

export interface FaultKind<Order extends FaultOrder = FaultOrder> {
  readonly type: Order['type']
  /** Names of its fields besides `type`. */
  readonly fields: readonly string[]
  /** What is wrong with the order; undefined if nothing is. Its types are as wild as a script's. */
  problem(order: Order, around: Surroundings): Refused | undefined
  /** False if it has happened and nothing lasts. */
  inject(injection: Injection, order: Order): boolean
  /** Takes back what it has put elsewhere. */
  heal(injection: Injection, fault: ActiveFault & { readonly order: Order }): void
}

export function numberProblem(field: string, value: unknown, { from, to, whole = false }: { from: number; to: number; whole?: boolean }): Refused | undefined {
  const fits = typeof value === 'number' && value >= from && value <= to && (!whole || Number.isInteger(value))
  return fits ? undefined : refused(whole ? 'fault.whole' : 'fault.number', { field, from, to, value: shown(value) })
}

export function choiceProblem(field: string, value: unknown, choices: readonly string[]): Refused | undefined {
  return choices.some((choice) => choice === value) ? undefined : refused('fault.choice', { field, known: choices.join(', '), value: shown(value) })
}

/** A process that exists, of one of these types (`kubelet`, `kube-scheduler`). */
export function processProblem(part: unknown, types: readonly string[], { parts }: Surroundings): Refused | undefined {
  return choiceProblem('part', part, parts.filter((name) => types.includes(name.split('/')[0] ?? '')))
}
