import { describe, expect, it } from 'vitest'
import { byteLength, isConfigMapKey, isDNS1123Label, isDNS1123Subdomain, isQualifiedName, isRelaxedEnvVarName, isValidPortName, nameIsDNSSubdomain } from './names.ts'

const valid: readonly { readonly name: string; readonly rule: (value: string) => readonly string[]; readonly value: string }[] = [
  { name: 'a label with digits', rule: isDNS1123Label, value: '0web-1' },
  { name: 'a subdomain', rule: isDNS1123Subdomain, value: 'a.b-c.d' },
  { name: 'a label key with a domain', rule: isQualifiedName, value: 'example.com/App_1.x' },
  { name: 'an environment variable that begins with a digit', rule: isRelaxedEnvVarName, value: '1 odd name' },
  { name: 'a port name', rule: isValidPortName, value: 'http-2' },
  { name: 'a key with a leading dot', rule: isConfigMapKey, value: '.dockercfg' },
]

describe('names', () => {
  it.each(valid)('$name is valid', ({ rule, value }) => {
    expect(rule(value)).toEqual([])
  })

  it('a label with dots is told so instead of being shown the pattern', () => {
    expect(isDNS1123Label('a.b')).toEqual(['must not contain dots'])
  })

  it('every fault of a port name is named', () => {
    expect(isValidPortName('-80--')).toEqual([
      'must contain at least one letter (a-z)',
      'must not contain consecutive hyphens',
      'must not begin or end with a hyphen',
    ])
  })

  it('a label key counts bytes, a name characters', () => {
    expect(isQualifiedName('a'.repeat(64))).toEqual(['name part must be no more than 63 bytes'])
    expect(isDNS1123Label('a'.repeat(64))).toEqual(['must be no more than 63 characters'])
  })

  it('a generateName may end with a dash', () => {
    expect(nameIsDNSSubdomain('web-', true)).toEqual([])
    expect(nameIsDNSSubdomain('web-', false)).toHaveLength(1)
  })

  it('length is counted in UTF-8', () => {
    expect(byteLength('aä€😀')).toBe(1 + 2 + 3 + 4)
  })
})
