/** What a kind of fault says of itself, and the state of the part `faults`: what is wrong at the moment. */
import type { ActiveFault, FaultOrder } from '../../api/fault.ts'
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
  /** What is wrong with the order, in a sentence; undefined if nothing is. Its types are as wild as a script's. */
  problem(order: Order, around: Surroundings): string | undefined
  /** False if it has happened and nothing lasts. */
  inject(injection: Injection, order: Order): boolean
  /** Takes back what it has put elsewhere. */
  heal(injection: Injection, fault: ActiveFault & { readonly order: Order }): void
}

/** `"x"`, `5`, `nothing`: a value in a sentence. */
export const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

export function numberProblem(name: string, value: unknown, { from, to, whole = false }: { from: number; to: number; whole?: boolean }): string | undefined {
  const fits = typeof value === 'number' && value >= from && value <= to && (!whole || Number.isInteger(value))
  return fits ? undefined : `${name} is a ${whole ? 'whole ' : ''}number from ${from} to ${to}, not ${shown(value)}`
}

export function choiceProblem(name: string, value: unknown, choices: readonly string[]): string | undefined {
  return choices.some((choice) => choice === value) ? undefined : `${name} is ${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}, not ${shown(value)}`
}

/** A process that exists, of one of these types (`kubelet`, `kube-scheduler`). */
export function processProblem(part: unknown, types: readonly string[], { parts }: Surroundings): string | undefined {
  const known = parts.filter((name) => types.includes(name.split('/')[0] ?? ''))
  return known.some((name) => name === part) ? undefined : `part is ${known.join(', ')}; not ${shown(part)}`
}
