/**
 * The discrete-event kernel. The world is one value (clock, sequence number, queue, one state per part); a snapshot of
 * it costs microseconds, because a state is copied only when its part is next stepped. Same seed and same calls give the
 * same bytes.
 *
 * Stepping takes the earliest event by (at, seq), sets the clock and runs that part's step to completion. Nothing else
 * moves the clock but `advanceTo`, which is refused beyond the next event.
 */
import { assert } from './assert.ts'
import { copy } from './copy.ts'
import { decode, encode } from './encode.ts'
import { freeze } from './freeze.ts'
import { hash } from './hash.ts'
import { createLives, restart } from './lives.ts'
import { typeOf, type Observed, type PartDefinition, type StepContext } from './part.ts'
import { heapOf, inOrder, pop, push, type Queued, type SimEvent } from './queue.ts'
import { createBill, createContext } from './context.ts'
import { hashName } from './random.ts'
import { Table } from './table.ts'
import { micros, type Micros } from './time.ts'
import type { PartEntry, World } from './world.ts'

/** A moment that can be gone back to. Opaque; immutable. */
export interface Snapshot {
  readonly now: Micros
  readonly seq: number
  readonly taken: number
  readonly queue: readonly Queued[]
  readonly parts: Table<string, PartEntry>
}

export interface Kernel {
  readonly world: Readonly<World>
  /**
   * Starts a part that is new or stopped, `TYPE` or `TYPE/INSTANCE`, at once or after a while; what was on its way to an
   * earlier life is dropped.
   */
  start(part: string, delay?: Micros): void
  /** What is on its way to a stopped part is lost, and so is a start that was to come. */
  stop(part: string): void
  /** All parts, stopped ones too, in order of their names. */
  parts(): readonly string[]
  /** Parts that were started once and do not run, in order of their names. */
  stopped(): readonly string[]
  /** The time of the next event, undefined if nothing is queued. */
  nextAt(): Micros | undefined
  /** Takes one event; false if there is none. */
  step(): boolean
  /** Takes every event up to and including `until`, then sets the clock to it. */
  run(until: Micros): void
  /** Moves the clock, never past the next event. */
  advanceTo(at: Micros): void
  /** Runs `act` as an input at the present moment, on the account of `part`. */
  input<T>(part: string, act: (ctx: StepContext) => T): T
  /** A read-only look at a part's state, for observers and tests. */
  peek(part: string): unknown
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
  save(): string
  load(text: string): void
  hash(): string
}

export interface KernelOptions {
  readonly seed: number
  readonly definitions: readonly PartDefinition[]
  readonly onObserved?: (observed: Observed) => void
}

export function createKernel(options: KernelOptions): Kernel {
  const definitions = new Map(options.definitions.map((definition) => [definition.type, definition]))
  const world: World = { seed: options.seed, now: micros(0), seq: 0, taken: 0, queue: [], parts: new Table(), epoch: 1 }

  const definitionOf = (part: string): PartDefinition => {
    const definition = definitions.get(typeOf(part))
    assert(definition, `no definition for part ${part}`)
    return definition
  }
  const own = ownerOf(world)
  const send = (to: string, event: SimEvent, at: Micros, cause: number): number => {
    push(world.queue, Object.freeze({ at, seq: world.seq, to, event: freeze(event), cause }))
    return world.seq++
  }
  const lives = createLives({ world, own, definitionOf, send: (to, event, at) => send(to, event, at, 0) })
  const source = { world, own, send, onObserved: options.onObserved }
  const step = (): boolean => {
    const next = pop(world.queue)
    if (next === undefined) return false
    assert(next.at >= world.now, 'time runs backwards')
    world.now = next.at
    world.taken++
    const entry = own(next.to)
    if (entry?.running) {
      const bill = createBill(next.to, next.cause)
      entry.definition.step(createContext(source, bill), entry.state, next.event)
      if (bill.crashed !== undefined) lives.crash(next.to, bill.sent, bill.crashed)
    } else if (entry && next.event.type === restart.type) lives.start(next.to)
    return true
  }
  const advanceTo = (at: Micros): void => {
    const next = world.queue[0]
    assert(next === undefined || next.at >= at, 'the clock may not pass an event')
    if (at > world.now) world.now = at
  }
  const restore = ({ now, seq, taken, queue, parts }: Snapshot): void => {
    lives.forget()
    Object.assign(world, { now, seq, taken, queue: [...queue], parts: parts.clone(), epoch: world.epoch + 1 })
  }

  return {
    world,
    start: (part, delay) => (delay === undefined ? lives.start(part) : lives.startLater(part, delay)),
    stop: lives.stop,
    parts: () => [...world.parts.keys()],
    stopped: lives.stopped,
    nextAt: () => world.queue[0]?.at,
    step,
    run: (until) => {
      for (let next = world.queue[0]; next !== undefined && next.at <= until; next = world.queue[0]) step()
      advanceTo(until)
    },
    advanceTo,
    input: (part, act) => act(createContext(source, createBill(part, 0))),
    peek: (part) => world.parts.get(part)?.state,
    snapshot: () => {
      world.epoch++
      const { now, seq, taken, queue, parts } = world
      return Object.freeze({ now, seq, taken, queue: [...queue], parts: parts.clone() })
    },
    restore,
    save: () => encode(savedWorld(world)),
    load: (text) => restore(loadedWorld(text, definitionOf)),
    hash: () => hash(savedWorld(world)),
  }
}

/** Finds the entry of a part, ready to be changed. */
function ownerOf(world: World): (part: string) => PartEntry | undefined {
  /** Entries of the present epoch, quicker found than in the table; within an epoch an entry is never replaced. */
  const quick = new Map<string, PartEntry>()
  return (part) => {
    const known = quick.get(part)
    if (known?.epoch === world.epoch) return known
    const entry = world.parts.get(part)
    if (entry === undefined) return undefined
    const owned = entry.epoch === world.epoch ? entry : { ...entry, state: copy(entry.state), epoch: world.epoch }
    if (owned !== entry) world.parts.set(part, owned)
    quick.set(part, owned)
    return owned
  }
}

interface SavedWorld {
  seed: number
  now: Micros
  seq: number
  taken: number
  queue: Queued[]
  parts: Map<string, { state: unknown; running: boolean; drawn: number }>
}

function savedWorld({ seed, now, seq, taken, queue, parts }: World): SavedWorld {
  const saved = new Map([...parts.entries()].map(([name, { state, running, drawn }]) => [name, { state, running, drawn }]))
  return { seed, now, seq, taken, queue: inOrder(queue), parts: saved }
}

function loadedWorld(text: string, definitionOf: (part: string) => PartDefinition): Snapshot {
  const { now, seq, taken, queue, parts } = decode(text) as SavedWorld
  const entries = [...parts].map(([name, saved]) => [name, { ...saved, definition: definitionOf(name), stream: hashName(name), epoch: 0 }] as const)
  return { now, seq, taken, queue: heapOf(queue), parts: new Table<string, PartEntry>(entries) }
}
