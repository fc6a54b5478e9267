/** The lives of parts: a start begins a new one, a stop ends it with everything that was on its way to it. */
import { instanceOf, type PartDefinition } from './part.ts'
import { heapOf, type SimEvent } from './queue.ts'
import { hashName } from './random.ts'
import { plus, type Micros } from './time.ts'
import type { PartEntry, World } from './world.ts'

/** What starts a part that does not run; for one that runs it is an event like any other. */
export const restart: SimEvent = { type: 'restart' }

export interface Lives {
  start(part: string): void
  startLater(part: string, delay: Micros): void
  stop(part: string): void
  /** Stops it, takes back what it sent, and starts it again later. */
  crash(part: string, sent: readonly number[], restartAfter: Micros): void
  /** In order of their names. */
  stopped(): readonly string[]
  /** The world is another one. */
  forget(): void
}

export interface LivesOptions {
  readonly world: World
  readonly own: (part: string) => PartEntry | undefined
  readonly definitionOf: (part: string) => PartDefinition
  readonly send: (to: string, event: SimEvent, at: Micros) => unknown
}

export function createLives({ world, own, definitionOf, send }: LivesOptions): Lives {
  /** Names of stopped parts; undefined in another world, until somebody asks. */
  let down: Set<string> | undefined = new Set()
  const dropEvents = (part: string, sent: readonly number[] = []): void => {
    world.queue = heapOf(world.queue.filter(({ to, seq }) => to !== part && !sent.includes(seq)))
  }
  const end = (part: string, sent?: readonly number[]): void => {
    const entry = own(part)
    if (!entry) return
    entry.running = false
    down?.add(part)
    dropEvents(part, sent)
  }
  const startLater = (part: string, delay: Micros) => void send(part, restart, plus(world.now, delay))
  return {
    start: (part) => {
      const entry = own(part)
      if (entry?.running) return
      dropEvents(part)
      down?.delete(part)
      const definition = definitionOf(part)
      const state = definition.init(instanceOf(part), entry?.state)
      if (entry) Object.assign(entry, { state, running: true })
      else world.parts.set(part, { definition, state, running: true, drawn: 0, stream: hashName(part), epoch: world.epoch })
      send(part, { type: 'start' }, world.now)
    },
    startLater,
    stop: end,
    crash: (part, sent, restartAfter) => {
      end(part, sent)
      startLater(part, restartAfter)
    },
    stopped: () => {
      down ??= new Set([...world.parts.entries()].flatMap(([name, { running }]) => (running ? [] : [name])))
      return [...down].sort((a, b) => (a < b ? -1 : 1))
    },
    forget: () => {
      down = undefined
    },
  }
}
