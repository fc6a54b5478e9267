/** Each field of a real session file and of a real link, as it would be sent by someone who means harm. */
import { describe, expect, it } from 'vitest'
import { randomUint32 } from '../../sim/random.ts'
import { eventfulLife, evil, harmDone, placesIn, putAt, removeAt, seeded, type Place } from '../testing/hostile.ts'
import { deflate, inflate } from './deflate.ts'

const seed = 5
const page = eventfulLife()
const file = page.call('exportSession', 'mine', '{"files":[["a.yaml","kind: Pod"]]}')
const { fragment } = await page.ask('link', '{"files":[]}')
const unfolded = new TextDecoder().decode(await inflate(Uint8Array.from(Buffer.from(fragment.slice(3), 'base64url')), 2_000_000))
const fold = async (text: string): Promise<string> => `k1.${Buffer.from(await deflate(new TextEncoder().encode(text))).toString('base64url')}`

/** Without it, and with `count` other things in its place. */
function harms(text: string, place: Place, count: number): readonly string[] {
  const start = randomUint32(seed, 21, placesIn(JSON.parse(text)).findIndex((other) => other.join() === place.join()))
  const values = Array.from({ length: count }, (_, index) => evil[(start + 7 * index) % evil.length] ?? '')
  return [removeAt(text, place), ...values.map((value) => putAt(text, place, value))]
}

const named = (text: string) => placesIn(JSON.parse(text)).map((place) => ({ name: place.join('.'), place }))

describe(`a session file with seed ${seed} is refused in one sentence and changes nothing, or is whole, with harm at`, () => {
  it.each(named(file))('$name', async ({ place }) => {
    for (const harmed of harms(file, place, 2)) expect(await harmDone(page, () => page.call('importSession', harmed))).toEqual([])
  })

  it('every object, a prototype in each', async () => expect(await harmDone(page, () => page.call('importSession', seeded(file)))).toEqual([]))
})

describe(`a link with seed ${seed} is refused in one sentence and changes nothing, or is whole, with harm at`, () => {
  it.each(named(unfolded))('$name', async ({ place }) => {
    for (const harmed of harms(unfolded, place, 1)) {
      const link = await fold(harmed)
      expect(await harmDone(page, () => page.ask('openLink', link))).toEqual([])
    }
  })

  it('every object, a prototype in each', async () => {
    const link = await fold(seeded(unfolded))
    expect(await harmDone(page, () => page.ask('openLink', link))).toEqual([])
  })
})