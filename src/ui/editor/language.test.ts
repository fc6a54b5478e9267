import { expect, it } from 'vitest'
import { languageOf } from './language.ts'

it('a manifest is YAML, with a few aliases too', () => {
  expect(languageOf('kind: Pod\nspec: &spec {}\nother: *spec\n')).toBe('yaml')
})

it('a text that multiplies itself, or is very long, is no work for the editor', () => {
  const bomb = [...'bcdefghi'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index] ?? ''}`).join(',')}]`).join('\n')
  expect(languageOf(bomb)).toBe('plaintext')
  expect(languageOf('x'.repeat(400_001))).toBe('plaintext')
})
