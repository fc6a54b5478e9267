import { describe, expect, it } from 'vitest'
import { whyCodes } from '../../worker/why/codes.ts'
import en from './en/why.json'
import zh from './zh-CN/why.json'

type Texts = { readonly [code: string]: string }

const languages: readonly { readonly name: string; readonly texts: Texts; readonly forms: readonly string[] }[] = [
  { name: 'English', texts: en, forms: ['one', 'other'] },
  { name: 'Chinese', texts: zh, forms: ['other'] },
]

/** Its one text, or one per plural form. */
function textsOf({ texts, forms }: (typeof languages)[number], code: string): readonly string[] {
  const found = texts[code] === undefined ? forms.map((form) => texts[`${code}_${form}`]) : [texts[code]]
  return found.flatMap((text) => text ?? [])
}

describe.each(languages)('explanations in $name', (language) => {
  it.each(Object.entries(whyCodes))('have words for %s, and each name in them is given', (code, params) => {
    const found = textsOf(language, code)
    expect(found).toHaveLength(language.texts[code] === undefined ? language.forms.length : 1)
    for (const text of found) {
      for (const [, name] of text.matchAll(/\{\{(\w+)\}\}/g)) expect(params, text).toContain(name)
    }
  })

  it('have no words for what is never said', () => {
    const unknown = Object.keys(language.texts).filter((key) => !Object.hasOwn(whyCodes, key.replace(/_(one|other)$/, '')))
    expect(unknown.filter((key) => !/^(span|resource)\./.test(key))).toEqual(['unknown'])
  })
})
