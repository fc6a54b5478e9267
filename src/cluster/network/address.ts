/**
 * IPv4 addresses, subnets and HTTP URLs as the network room reads them. Follows RFC 4632 for subnets; IPv6 is left out.
 */

export interface HttpUrl {
  readonly host: string
  readonly port: number
  /** Path and query, from the slash on. */
  readonly path: string
}

/** An `http://` URL, with the port that curl would use; undefined for anything else. A bare `host/path` is taken as http. */
export function parseUrl(text: string): HttpUrl | undefined {
  const match = /^(?:(http):\/\/)?([A-Za-z0-9._-]+)(?::(\d{1,5}))?(\/[^\s#]*|\?[^\s#]*)?(?:#\S*)?$/.exec(text.trim())
  if (!match) return undefined
  const [, , host = '', portText, rest = '/'] = match
  const port = portText === undefined ? 80 : Number(portText)
  if (port < 1 || port > 65_535) return undefined
  return { host: host.toLowerCase(), port, path: rest.startsWith('/') ? rest : `/${rest}` }
}

/** The 32 bits as a number, undefined if `text` is not an IPv4 address. */
export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (!match) return undefined
  let value = 0
  for (const part of match.slice(1)) {
    const byte = Number(part)
    if (byte > 255) return undefined
    value = value * 256 + byte
  }
  return value
}

export const isAddress = (text: string): boolean => parseAddress(text) !== undefined

export function formatAddress(value: number): string {
  const bytes = [value / 0x1_00_00_00, value / 0x1_00_00, value / 0x1_00, value]
  return bytes.map((byte) => Math.floor(byte) % 256).join('.')
}

export interface Subnet {
  readonly base: number
  /** How many addresses it holds. */
  readonly size: number
}

/** `10.244.1.0/24`; undefined if it is not a subnet. */
export function parseSubnet(text: string): Subnet | undefined {
  const [addressText = '', bitsText = ''] = text.split('/')
  const address = parseAddress(addressText)
  const bits = Number(bitsText)
  if (address === undefined || bitsText === '' || !(bits >= 0 && bits <= 32)) return undefined
  const size = 2 ** (32 - bits)
  return { base: address - (address % size), size }
}

export function contains(subnet: Subnet, address: string): boolean {
  const value = parseAddress(address)
  return value !== undefined && value >= subnet.base && value < subnet.base + subnet.size
}

export const hostPort = (address: string, port: number): string => `${address}:${port}`
