import { describe, expect, it } from 'vitest'
import enMenu from './en/menu.json'
import enRollout from './en/rollout.json'
import enScene from './en/scene.json'
import enShell from './en/shell.json'
import enSearch from './en/search.json'
import zhMenu from './zh-CN/menu.json'
import zhRollout from './zh-CN/rollout.json'
import enTime from './en/time.json'
import zhScene from './zh-CN/scene.json'
import zhSearch from './zh-CN/search.json'
import zhShell from './zh-CN/shell.json'
import zhTime from './zh-CN/time.json'

type Texts = { readonly [key: string]: string | Texts }

const leaves = (texts: Texts, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`)))

/** Chinese has one form where English has two. */
const form = (key: string): string => key.replace(/_(one|other)$/, '')
const keysOf = (texts: Texts) => [...new Set(leaves(texts).map(([key]) => form(key)))].toSorted()
const holesOf = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).toSorted()

describe.each([
  { name: 'the shell', en: enShell as Texts, zh: zhShell as Texts },
  { name: 'the scene', en: enScene as Texts, zh: zhScene as Texts },
  { name: 'the menus', en: enMenu as Texts, zh: zhMenu as Texts },
  { name: 'the rollout', en: enRollout as Texts, zh: zhRollout as Texts },
  { name: 'the search', en: enSearch as Texts, zh: zhSearch as Texts },
  { name: 'time', en: enTime as Texts, zh: zhTime as Texts },
])('$name speaks both languages', ({ en, zh }) => {
  it('with the same keys', () => expect(keysOf(zh)).toEqual(keysOf(en)))

  it('with the same holes in each text', () => {
    const chinese = new Map(leaves(zh).map(([key, text]) => [form(key), holesOf(text)]))
    const english = new Map(leaves(en).map(([key, text]) => [form(key), holesOf(text)]))
    expect(Object.fromEntries(chinese)).toEqual(Object.fromEntries(english))
  })

  it('and says something everywhere', () => {
    for (const [, text] of [...leaves(en), ...leaves(zh)]) expect(text.trim()).not.toBe('')
  })
})
