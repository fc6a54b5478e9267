/**
 * What a step is given: its clock, its random stream and its hands. One bill per step: in-line calls made on behalf of
 * other parts (`as`) charge the same account, and everything leaves when the charged time has passed.
 */
import { assert } from './assert.ts'
import { instanceOf, type Observed, type StepContext } from './part.ts'
import type { SimEvent } from './queue.ts'
import { hashName, randomUint32 } from './random.ts'
import { micros, plus, type Micros } from './time.ts'
import type { PartEntry, World } from './world.ts'

export interface ContextSource {
  readonly world: World
  readonly own: (part: string) => PartEntry | undefined
  readonly send: (to: string, event: SimEvent, at: Micros, cause: number) => void
  readonly onObserved: (observed: Observed) => void
}

/** What the contexts of one step share. */
interface Bill {
  charged: Micros
  cause: number
  actor: string
}

export const createContext = (source: ContextSource, part: string, cause: number): StepContext =>
  onAccountOf(source, part, { charged: micros(0), cause, actor: part })

function onAccountOf(source: ContextSource, part: string, bill: Bill): StepContext {
  const { world, own, send, onObserved } = source
  const stream = hashName(part)
  const leavesAt = () => plus(world.now, bill.charged)
  return {
    now: world.now,
    self: part,
    instance: instanceOf(part),
    get cause() {
      return bill.cause
    },
    set cause(revision) {
      bill.cause = revision
    },
    get actor() {
      return bill.actor
    },
    set actor(name) {
      bill.actor = name
    },
    get charged() {
      return bill.charged
    },
    charge: (cost) => {
      bill.charged = plus(bill.charged, cost)
    },
    send: (to, event, delay = micros(0)) => send(to, event, plus(leavesAt(), delay), bill.cause),
    random: () => {
      const entry = own(part)
      assert(entry, `${part} draws a random number but does not exist`)
      return randomUint32(world.seed, stream, entry.drawn++)
    },
    observe: (observation) => onObserved({ at: leavesAt(), part, cause: bill.cause, observation }),
    borrow: (other) => {
      const entry = own(other)
      return entry?.running ? entry.state : undefined
    },
    as: (other) => onAccountOf(source, other, bill),
  }
}
