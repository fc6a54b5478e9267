import { describe, expect, it } from 'vitest'
import { familyOf, validateCIDR, validateIP, validateNonSpecialIP } from './ip.ts'

const messages = (errors: readonly { readonly message: string }[]): readonly string[] => errors.map(({ message }) => message)

describe('addresses', () => {
  it.each([
    { name: 'IPv4', text: '10.0.0.1', family: 'IPv4' },
    { name: 'IPv6 with a gap', text: 'fd00::1', family: 'IPv6' },
    { name: 'IPv6 in full', text: '1:2:3:4:5:6:7:8', family: 'IPv6' },
    { name: 'IPv4 inside IPv6', text: '::ffff:10.0.0.1', family: 'IPv4' },
    { name: 'two gaps', text: '1::2::3', family: undefined },
    { name: 'a byte too large', text: '10.0.0.256', family: undefined },
    { name: 'a name', text: 'example.com', family: undefined },
  ])('$name: $text is of family $family', ({ text, family }) => {
    expect(familyOf(text)).toBe(family)
  })

  it('leading zeros are refused, since programs read them differently', () => {
    expect(messages(validateIP('010.0.0.1', 'ip'))).toEqual(['Invalid value: "010.0.0.1": must not have leading 0s'])
  })

  it('endpoints may not be loopback or link-local', () => {
    expect(validateNonSpecialIP('10.0.0.1', 'ip')).toEqual([])
    expect(validateNonSpecialIP('::1', 'ip')).toHaveLength(1)
    expect(validateNonSpecialIP('fe80::1', 'ip')).toHaveLength(1)
    expect(validateNonSpecialIP('169.254.169.254', 'ip')).toHaveLength(1)
  })

  it('a network with bits beyond its length is told which network it is in', () => {
    expect(validateCIDR('10.0.0.0/24', 'cidr')).toEqual([])
    expect(messages(validateCIDR('10.0.0.5/24', 'cidr'))[0]).toContain('use "10.0.0.0/24"')
  })
})
