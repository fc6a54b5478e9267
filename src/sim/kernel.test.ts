import { describe, expect, it } from 'vitest'
import { createKernel, type Kernel } from './kernel.ts'
import type { PartDefinition } from './part.ts'
import { below, randomUint32 } from './random.ts'
import type { SimEvent } from './queue.ts'
import { Table } from './table.ts'
import { micros, ms, seconds } from './time.ts'

interface Walk {
  readonly seen: Table<number, string>
  readonly recent: string[]
  readonly tags: Map<string, { count: number }>
  readonly known: Set<string>
}

/** A part that does a bit of everything: keeps tables and maps, draws numbers, charges time and writes to the others. */
const walker: PartDefinition<Walk> = {
  type: 'walker',
  init: () => ({ seen: new Table(), recent: [], tags: new Map(), known: new Set() }),
  step: (ctx, state, event) => {
    const tag = `${event.type}-${below(() => ctx.random(), 5)}`
    state.seen.set(ctx.now * 8 + state.seen.size, tag)
    state.recent.push(tag)
    if (state.recent.length > 6) state.recent.shift()
    state.tags.set(tag, { count: (state.tags.get(tag)?.count ?? 0) + 1 })
    state.known.add(ctx.self)
    ctx.charge(micros(below(() => ctx.random(), 500)))
    const peer = `walker/${below(() => ctx.random(), 4)}`
    ctx.send(peer, { type: 'hop', from: ctx.self } as SimEvent, ms(1 + below(() => ctx.random(), 20)))
  },
}

function walkers(seed: number): Kernel {
  const kernel = createKernel({ seed, definitions: [walker] })
  for (let i = 0; i < 4; i++) kernel.start(`walker/${i}`)
  return kernel
}

/** Random cut points in [0, 2 s], from a stream of their own. */
const cuts = Array.from({ length: 25 }, (_, i) => ({ seed: i + 1, cut: micros(randomUint32(77, 1, i) % seconds(2)) }))

describe('the kernel', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const [a, b, c] = [walkers(7), walkers(7), walkers(8)]
    for (const kernel of [a, b, c]) kernel.run(seconds(3))
    expect(a.hash()).toBe(b.hash())
    expect(a.hash()).not.toBe(c.hash())
  })

  it.each(cuts)('saves at $cut µs, loads elsewhere and runs on to the same bytes (seed $seed)', ({ seed, cut }) => {
    const whole = walkers(seed)
    whole.run(seconds(3))

    const first = walkers(seed)
    first.run(cut)
    const second = createKernel({ seed, definitions: [walker] })
    second.load(first.save())
    second.run(seconds(3))

    expect(second.hash()).toBe(whole.hash())
  })

  it.each(cuts)('goes back to a snapshot taken at $cut µs and repeats what followed (seed $seed)', ({ seed, cut }) => {
    const kernel = walkers(seed)
    kernel.run(cut)
    const snapshot = kernel.snapshot()
    kernel.run(seconds(3))
    const end = kernel.hash()

    kernel.restore(snapshot)
    expect(kernel.world.now).toBe(cut)
    kernel.run(seconds(3))

    expect(kernel.hash()).toBe(end)
  })

  it('branches: what happens after a restore leaves the snapshot as it was', () => {
    const kernel = walkers(3)
    kernel.run(ms(500))
    const [snapshot, then] = [kernel.snapshot(), kernel.hash()]

    kernel.stop('walker/1')
    kernel.run(seconds(1))
    kernel.restore(snapshot)

    expect(kernel.hash()).toBe(then)
  })

  it('loses what was on its way to a part that stopped, and greets it when it starts again', () => {
    const kernel = walkers(3)
    kernel.input('walker/0', (ctx) => ctx.send('walker/1', { type: 'letter' }, ms(150)))
    kernel.run(ms(100))
    kernel.stop('walker/1')
    kernel.start('walker/1')
    kernel.run(ms(200))
    const tags = [...(kernel.peek('walker/1') as Walk).tags.keys()]
    expect(tags[0]).toMatch(/^start-/)
    expect(tags.filter((tag) => tag.startsWith('letter'))).toEqual([])
  })

  it('takes events of one instant in the order in which they were sent', () => {
    const order: string[] = []
    const listener: PartDefinition<null> = { type: 'listener', init: () => null, step: (_ctx, _state, event) => void order.push(event.type) }
    const kernel = createKernel({ seed: 1, definitions: [listener] })
    kernel.start('listener')
    kernel.input('listener', (ctx) => {
      ctx.send('listener', { type: 'late' }, ms(2))
      ctx.send('listener', { type: 'first' }, ms(1))
      ctx.send('listener', { type: 'second' }, ms(1))
    })
    kernel.run(ms(5))
    expect(order).toEqual(['start', 'first', 'second', 'late'])
    expect(kernel.world.now).toBe(ms(5))
  })

  it('starts a stopped part again after a while, unless it is stopped once more', () => {
    const kernel = walkers(3)
    kernel.run(ms(50))
    for (const part of ['walker/1', 'walker/2']) {
      kernel.stop(part)
      kernel.start(part, seconds(1))
    }
    expect(kernel.stopped()).toEqual(['walker/1', 'walker/2'])
    kernel.stop('walker/2')
    kernel.run(seconds(2))
    expect(kernel.stopped()).toEqual(['walker/2'])
  })
})
