/** 200 session files and 200 links that were cut, changed, swollen or made up, from a seed. */
import { describe, expect, it } from 'vitest'
import { randomUint32 } from '../../sim/random.ts'
import { eventfulLife, evil, harmDone } from '../testing/hostile.ts'
import { deflate, inflate } from './deflate.ts'
import { linkLimit } from './link.ts'

const page = eventfulLife()
const file = page.call('exportSession', 'mine', '')
const { fragment } = await page.ask('link', '')
const bytes = Uint8Array.from(Buffer.from(fragment.slice(3), 'base64url'))
const linkOf = (changed: Uint8Array): string => `k1.${Buffer.from(changed).toString('base64url')}`
const fold = async (text: string): Promise<string> => linkOf(await deflate(new TextEncoder().encode(text)))
const unfolded = new TextDecoder().decode(await inflate(bytes, 2_000_000))

const drawer = (index: number) => (counter: number, below: number) => randomUint32(index, 11, counter) % below

/** Damage of every kind in turn to the text of a session. */
function damaged(text: string, index: number): string {
  const draw = drawer(index)
  const place = draw(0, text.length)
  const put = evil[draw(1, evil.length)] ?? ''
  const kinds = [
    () => text.slice(0, place),
    () => text.slice(0, place) + put + text.slice(place),
    () => text.slice(place),
    () => '['.repeat(5_000 + place) + ']'.repeat(5_000 + place),
    () => put,
    () => '\u0000'.repeat(1 + draw(2, 3)),
    () => text.replace('{', `{"__proto__":{"polluted":true},"version":${2 + draw(2, 9)},`).replace(/,"version":1/, ''),
    () => text.replace('"type":"http"', `"type":"${['eval', 'import', '__proto__', 'constructor', 'send', 'fault', 'heal'][draw(2, 7)] ?? ''}"`),
    () => text.replaceAll(/"taken":\d+/g, `"taken":${4_000_000 + draw(2, 1_000_000_000)}`),
    () => text.replaceAll(/"at":(\d+)/g, (_, at: string) => `"at":${Number(at) + draw(2, 3_000_000)}`),
    () => text.replaceAll(/"inputs":(\d+)/g, (_, inputs: string) => `"inputs":${Number(inputs) + 1 + draw(2, 3)}`),
    () => text.replace(/"build":"[^"]*"/, `"build":"another"`).replace(/"objects":"[^"]*"/, `"objects":${JSON.stringify(put)}`),
  ]
  return kinds[index % kinds.length]?.() ?? ''
}

/** A link that is none, or not whole. */
function hostileLink(index: number): string | Promise<string> {
  const draw = drawer(index)
  const flipped = bytes.map((byte, at) => (at === draw(3, bytes.length) ? byte ^ (1 << index % 8) : byte))
  const kinds: (() => string | Promise<string>)[] = [
    () => fragment.slice(0, 3 + draw(1, fragment.length - 8)),
    () => `k${2 + draw(1, 1_000)}.${fragment.slice(3)}`,
    () => `k1.${['!', '%', '<', '"', 'é', '.'][draw(1, 6)] ?? ''}${fragment.slice(3 + draw(2, 100))}`,
    () => linkOf(Uint8Array.from({ length: 1 + draw(1, 3_000) }, (_, k) => randomUint32(index, 12, k))),
    () => linkOf(flipped),
    () => fold(' '.repeat(2_000_001 + draw(1, 4_000_000))),
    () => `k1.${'A'.repeat(2 * linkLimit + draw(1, 500_000))}`,
    () => ['javascript:alert(1)', 'https://evil.example/#', 'data:text/html,', '//evil.example/', '<script>alert(1)</script>', 'K1.'][draw(1, 6)] + fragment.slice(draw(2, 3) * 3),
    () => fold(damaged(unfolded, draw(1, 1_000))),
  ]
  return kinds[index % kinds.length]?.() ?? ''
}

const numbers = Array.from({ length: 200 }, (_, index) => index)

describe('200 hostile files', () => {
  it.each(numbers)('number %i runs nothing, loses nothing, and is refused in one sentence unless it is whole', async (index) => expect(await harmDone(page, () => page.call('importSession', damaged(file, index)))).toEqual([]))
})

describe('200 hostile links', () => {
  it.each(numbers)('number %i runs nothing, loses nothing, and is refused in one sentence unless it is whole', async (index) => {
    const link = await hostileLink(index)
    const { refusal } = await page.ask('readLink', `#${link}`)
    if (refusal) await expect(page.ask('openLink', link)).rejects.toThrow(expect.objectContaining({ refusal }))
    expect(await harmDone(page, () => page.ask('openLink', link))).toEqual([])
  })
})
