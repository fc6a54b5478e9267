/** 200 links that nobody should open, made from a seed: each is refused in one sentence, and nothing is changed by it. */
import { describe, expect, it } from 'vitest'
import { randomUint32 } from '../../sim/random.ts'
import { openPage } from '../testing/page.ts'
import { deployment, namespace } from '../testing/manifests.ts'
import { deflate, inflate } from './deflate.ts'
import { linkLimit } from './link.ts'

type Json = { [name: string]: unknown }

function lived() {
  const page = openPage()
  page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
  page.call('advance', 8_000)
  page.call('scale', 'deployments.apps/shop/web', 3)
  page.call('advance', 2_000)
  return page
}

const page = lived()
const { fragment } = await page.ask('link', '')
const bytesOf = (link: string) => Uint8Array.from(Buffer.from(link.slice(3), 'base64url'))
const linkOf = (bytes: Uint8Array): string => `k1.${Buffer.from(bytes).toString('base64url')}`
const fold = async (text: string): Promise<string> => linkOf(await deflate(new TextEncoder().encode(text)))
const text = new TextDecoder().decode(await inflate(bytesOf(fragment), 2_000_000))

/** Every place of the format, but those whose absence or type says nothing. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const own = path.length > 0 ? [path] : []
  return [...own, ...Object.entries(value).flatMap(([name, item]) => (name === 'dropped' ? [] : placesIn(item, [...path, name])))]
}

const places = placesIn(JSON.parse(text))
const named = places.filter((path) => !path.includes('headers') && !path.includes('query') && !/^\d+$/.test(path.at(-1) ?? ''))

function changed(path: readonly string[], change: (parent: Json, name: string) => void): string {
  const whole = JSON.parse(text) as Json
  const parent = path.slice(0, -1).reduce((at, name) => at[name] as Json, whole)
  change(parent, path.at(-1) ?? '')
  return JSON.stringify(whole)
}

const script = '<script>alert(1)</script>'
const evil = [`{"__proto__":{"polluted":true}}`, `"${script}"`, 'null', '[]', 'true', '-1', '1e308', '{"constructor":{"prototype":{"polluted":true}}}', '['.repeat(50_000), '{"format":"kubarium"}', '', '\u0000']
const wrongTypes = [null, true, -1, 0.5, [script], { toString: [script] }]

/** Of every kind in turn; `draw` chooses where. */
function hostile(index: number): string | Promise<string> {
  const draw = (counter: number, below: number) => randomUint32(index, 11, counter) % below
  const put = evil[draw(0, evil.length)] ?? ''
  const at = <T>(list: readonly T[], counter: number): T => list[draw(counter, list.length)] as T
  const kinds: (() => string | Promise<string>)[] = [
    () => fragment.slice(0, 3 + draw(1, fragment.length - 8)),
    () => `k${2 + draw(1, 1_000)}.${fragment.slice(3)}`,
    () => `k1.${['!', '%', '<', '"', 'é', '.'][draw(1, 6)] ?? ''}${fragment.slice(3 + draw(2, 100))}`,
    () => linkOf(Uint8Array.from({ length: 1 + draw(1, 3_000) }, (_, k) => randomUint32(index, 12, k))),
    () => fold(' '.repeat(2_000_001 + draw(1, 4_000_000))),
    () => `k1.${'A'.repeat(2 * linkLimit + draw(1, 500_000))}`,
    () => fold(put),
    () => fold(text.slice(0, draw(1, text.length - 1))),
    () => fold(text.replace('{', `{"__proto__":{"polluted":true},"version":${2 + draw(1, 9)},`).replace(/,"version":1/, '')),
    () => fold(changed(at(places, 1), (parent, name) => (parent[name] = at(wrongTypes, 2)))),
    () => fold(changed(at(named, 1), (parent, name) => delete parent[name])),
    () => fold(text.replace('"type":"http"', `"type":"${['eval', 'import', '__proto__', 'constructor', script][draw(1, 5)] ?? ''}"`)),
    () => at(['javascript:alert(1)', 'https://evil.example/#', 'data:text/html,', '//evil.example/', `${script}`, 'K1.'], 1) + fragment.slice(draw(2, 3) * 3),
    () => fold(text.replaceAll(/"taken":\d+/g, `"taken":${4_000_000 + draw(1, 1_000_000_000)}`)),
  ]
  return kinds[index % kinds.length]?.() ?? ''
}

const shown = () => ({ hash: page.call('hash'), now: page.call('now'), branches: page.call('branches') })

describe('200 hostile links', () => {
  const before = shown()
  it.each(Array.from({ length: 200 }, (_, index) => index))('number %i is refused in one sentence, and changes nothing', async (index) => {
    const link = await hostile(index)
    const { message } = await page.ask('readLink', `#${link}`)
    expect(message).toMatch(/^This (link|is not)[^\n]{1,160}\.$/)
    await expect(page.ask('openLink', link)).rejects.toThrow(message)
    expect(shown()).toEqual(before)
    expect(page.posted.some(({ type }) => type === 'crashed')).toBe(false)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('with a bit turned over are refused, or lead to a session that is whole', async () => {
    for (let index = 0; index < 40; index++) {
      const other = openPage()
      const bytes = bytesOf(fragment)
      const place = randomUint32(index, 13, 0) % bytes.length
      bytes[place] = (bytes[place] ?? 0) ^ (1 << (index % 8))
      const before = other.call('hash')
      try {
        await other.ask('openLink', linkOf(bytes))
      } catch (error) {
        expect((error as Error).message).toMatch(/^This (link|is not|session)[^\n]{1,160}\.$/)
        expect(other.call('hash')).toBe(before)
      }
      expect(other.call('api', 'GET', '/api/v1/nodes')).toMatchObject({ code: 200 })
      expect(other.posted.some(({ type }) => type === 'crashed')).toBe(false)
    }
  })
})
