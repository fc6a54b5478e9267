/**
 * IP addresses and CIDRs. Follows kubernetes v1.36 staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go: leading
 * zeros are tolerated where old objects may have them, special addresses are refused where traffic would go astray.
 */
import { invalid, type FieldError } from '../meta/field-error.ts'

interface Address {
  readonly family: 4 | 6
  /** Four bytes, or eight groups of sixteen bits. */
  readonly parts: readonly number[]
}

/** Undefined if it is no address. IPv4-mapped IPv6 is IPv6 with the mapped groups. */
export const parseIP = (text: string): Address | undefined => (text.includes(':') ? parseIPv6(text) : parseIPv4(text))

function parseIPv4(text: string): Address | undefined {
  const fields = text.split('.')
  if (fields.length !== 4 || !fields.every((field) => /^\d+$/.test(field) && Number(field) <= 255)) return undefined
  return { family: 4, parts: fields.map(Number) }
}

function parseIPv6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0] ?? '')
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return { family: 6, parts: [...head, ...Array.from({ length: missing }, () => 0), ...tail] }
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return []
  const fields = text.split(':')
  const last = fields.at(-1) ?? ''
  const embedded = last.includes('.') ? parseIPv4(last) : undefined
  if (last.includes('.')) fields.pop()
  if (last.includes('.') && embedded === undefined) return undefined
  if (!fields.every((field) => /^[0-9a-fA-F]{1,4}$/.test(field))) return undefined
  const [a = 0, b = 0, c = 0, d = 0] = embedded?.parts ?? []
  return [...fields.map((field) => parseInt(field, 16)), ...(embedded === undefined ? [] : [(a << 8) | b, (c << 8) | d])]
}

const isMapped = ({ family, parts }: Address): boolean => family === 6 && parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff

/** The family Kubernetes counts it to: a mapped address is IPv4. */
export function familyOf(text: string): 'IPv4' | 'IPv6' | undefined {
  const address = parseIP(text)
  if (address === undefined) return undefined
  return address.family === 4 || isMapped(address) ? 'IPv4' : 'IPv6'
}

const ipDetail = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
const cidrDetail = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'

const hasLeadingZeros = (text: string): boolean => !text.includes(':') && text.split('.').some((field) => /^0\d/.test(field))

/** For fields that are new enough to be strict: no leading zeros, no mapped addresses. */
export function validateIP(text: string, path: string): FieldError[] {
  const address = parseIP(text)
  if (address === undefined) return [invalid(path, text, ipDetail)]
  return [
    ...(hasLeadingZeros(text) ? [invalid(path, text, 'must not have leading 0s')] : []),
    ...(isMapped(address) ? [invalid(path, text, 'must not be an IPv4-mapped IPv6 address')] : []),
  ]
}

export function validateCIDR(text: string, path: string): FieldError[] {
  const match = /^(.+)\/(\d{1,3})$/.exec(text)
  const address = parseIP(match?.[1] ?? '')
  const length = Number(match?.[2] ?? -1)
  if (match === null || address === undefined || length > (address.family === 4 ? 32 : 128)) return [invalid(path, text, cidrDetail)]
  return [
    ...(hasLeadingZeros(match[1] ?? '') || /^0\d/.test(match[2] ?? '') ? [invalid(path, text, 'must not have leading 0s in IP or prefix length')] : []),
    ...(isMapped(address) ? [invalid(path, text, 'must not have an IPv4-mapped IPv6 address')] : []),
    ...validateHostBits(text, { address, length }, path),
  ]
}

function validateHostBits(text: string, { address, length }: { readonly address: Address; readonly length: number }, path: string): FieldError[] {
  const width = address.family === 4 ? 8 : 16
  const network = address.parts.map((part, i) => {
    const kept = Math.max(0, Math.min(width, length - i * width))
    return (part >> (width - kept)) << (width - kept)
  })
  if (network.every((part, i) => part === address.parts[i])) return []
  const base = printIP({ ...address, parts: network })
  return [invalid(path, text, `must not have bits set beyond the prefix length; use "${base}/${length}" if you want a network`)]
}

/** Canonical text: the longest run of zero groups is `::`. */
function printIP({ family, parts }: Address): string {
  if (family === 4) return parts.join('.')
  const text = parts.map((part) => part.toString(16)).join(':')
  const runs = text.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? []
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  return longest === '' ? text : text.replace(longest, '::').replace(':::', '::')
}

/** Addresses that endpoints and external IPs must not have: unspecified, loopback, link-local. */
export function validateNonSpecialIP(text: string, path: string): FieldError[] {
  const address = parseIP(text)
  if (address === undefined) return [invalid(path, text, 'must be a valid IP address')]
  const { family, parts } = address
  const [a = 0, b = 0, c = 0] = parts
  const isV6 = (...last: number[]): boolean => parts.slice(0, 7).every((part) => part === 0) && last.includes(parts[7] ?? -1)
  const is = family === 4 ? {
    unspecified: parts.every((part) => part === 0),
    loopback: a === 127,
    linkLocal: a === 169 && b === 254,
    multicast: a === 224 && b === 0 && c === 0,
  } : { unspecified: isV6(0), loopback: isV6(1), linkLocal: (a & 0xffc0) === 0xfe80, multicast: (a & 0xff0f) === 0xff02 }
  return [
    ...(is.unspecified ? [invalid(path, text, `may not be unspecified (${text})`)] : []),
    ...(is.loopback ? [invalid(path, text, 'may not be in the loopback range (127.0.0.0/8, ::1/128)')] : []),
    ...(is.linkLocal ? [invalid(path, text, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)')] : []),
    ...(is.multicast ? [invalid(path, text, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')] : []),
  ]
}
