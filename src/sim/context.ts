/**
 * What a step is given: its clock, its random stream and its hands. One bill per step: in-line calls made on behalf of
 * other parts (`as`) charge the same account, and everything leaves when the charged time has passed.
 */
import { assert } from './assert.ts'
import { instanceOf, type Observation, type Observed, type StepContext } from './part.ts'
import type { SimEvent } from './queue.ts'
import { randomUint32 } from './random.ts'
import { micros, plus, type Micros } from './time.ts'
import type { PartEntry, World } from './world.ts'

export interface ContextSource {
  readonly world: World
  readonly own: (part: string) => PartEntry | undefined
  /** Returns the event's sequence number. */
  readonly send: (to: string, event: SimEvent, at: Micros, cause: number) => number
  /** Absent if nobody observes. */
  readonly onObserved: ((observed: Observed) => void) | undefined
}

/** What the contexts of one step share. */
export interface Bill {
  /** Whose step it is. */
  readonly part: string
  charged: Micros
  cause: number
  actor: string
  /** Sequence numbers of what the part itself sent to others. */
  readonly sent: number[]
  /** The part has died; it is started again after this. */
  crashed: Micros | undefined
}

export const createBill = (part: string, cause: number): Bill => ({ part, charged: micros(0), cause, actor: part, sent: [], crashed: undefined })

export const createContext = (source: ContextSource, bill: Bill): StepContext => new Context(source, bill.part, bill)

/** Made for every event and every call, and never part of a state; a class, because objects with accessors are slow to make. */
class Context implements StepContext {
  readonly now: Micros
  readonly self: string
  readonly isObserved: boolean
  private readonly source: ContextSource
  private readonly bill: Bill
  /** Found at the first draw; a part is not replaced while it is stepped. */
  private entry: PartEntry | undefined

  constructor(source: ContextSource, part: string, bill: Bill) {
    this.now = source.world.now
    this.self = part
    this.isObserved = source.onObserved !== undefined
    this.source = source
    this.bill = bill
    this.entry = undefined
  }

  get instance(): string {
    return instanceOf(this.self)
  }

  get cause(): number {
    return this.bill.cause
  }

  set cause(revision: number) {
    this.bill.cause = revision
  }

  get actor(): string {
    return this.bill.actor
  }

  set actor(name: string) {
    this.bill.actor = name
  }

  get charged(): Micros {
    return this.bill.charged
  }

  charge(cost: Micros): void {
    this.bill.charged = plus(this.bill.charged, cost)
  }

  send(to: string, event: SimEvent, delay?: Micros): void {
    const isOwn = this.self === this.bill.part
    if (isOwn && this.isCrashed) return
    const seq = this.source.send(to, event, micros(this.now + this.bill.charged + (delay ?? 0)), this.bill.cause)
    if (isOwn && to !== this.self) this.bill.sent.push(seq)
  }

  get isCrashed(): boolean {
    return this.bill.crashed !== undefined
  }

  crash(restartAfter: Micros): void {
    this.bill.crashed ??= restartAfter
  }

  random(): number {
    const entry = (this.entry ??= this.source.own(this.self))
    assert(entry, 'a part that does not exist draws a random number')
    return randomUint32(this.source.world.seed, entry.stream, entry.drawn++)
  }

  observe(observation: Observation): void {
    if (this.isCrashed && this.self === this.bill.part) return
    this.source.onObserved?.({ at: plus(this.now, this.bill.charged), part: this.self, cause: this.bill.cause, observation })
  }

  borrow(part: string): unknown {
    const entry = this.source.own(part)
    return entry?.running ? entry.state : undefined
  }

  as(part: string): StepContext {
    return new Context(this.source, part, this.bill)
  }
}
