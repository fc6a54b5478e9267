/** DNS configuration, host aliases and host names of pods. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go. */
import type { HostAlias, PodSpec } from '../generated/types.ts'
import { forbidden, invalid, required, tooLong, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { validateIP } from './ip.ts'
import { byteLength, isDNS1123Subdomain, isDNS1123SubdomainWithUnderscore } from './names.ts'

/** Limits of the resolver in Linux' C library. */
const nameserversMax = 3
const searchesMax = 32
const searchCharactersMax = 2048

export function validateDnsConfig(spec: PodSpec, path: string): FieldError[] {
  const config = spec.dnsConfig
  if (spec.dnsPolicy === 'None') {
    if (config === undefined) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')]
    if ((config.nameservers ?? []).length === 0) {
      return [required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')]
    }
  }
  if (config === undefined) return []
  const servers = config.nameservers ?? []
  const tooMany = servers.length > nameserversMax ? [invalid(`${path}.nameservers`, servers, `must not have more than ${nameserversMax} nameservers`)] : []
  return [
    ...tooMany,
    ...servers.flatMap((server, i) => validateIP(server, `${path}.nameservers[${i}]`)),
    ...validateSearches(config.searches ?? [], `${path}.searches`),
    ...(config.options ?? []).flatMap(({ name }, i) => (name ? [] : [required(`${path}.options[${i}]`, 'must not be empty')])),
  ]
}

function validateSearches(searches: readonly string[], path: string): FieldError[] {
  const characters = byteLength(searches.join(' '))
  return [
    ...(searches.length > searchesMax ? [invalid(path, searches, `must not have more than ${searchesMax} search paths`)] : []),
    ...(characters > searchCharactersMax
      ? [invalid(path, searches, `must not have more than ${searchCharactersMax} characters (including spaces) in the search list`)]
      : []),
    ...searches.flatMap((search, i) => {
      if (search === '.') return []
      const name = search.endsWith('.') ? search.slice(0, -1) : search
      return invalidEach(`${path}[${i}]`, name, isDNS1123SubdomainWithUnderscore(name))
    }),
  ]
}

export const validateHostAliases = (aliases: readonly HostAlias[], path: string): FieldError[] =>
  aliases.flatMap(({ ip = '', hostnames }, i) => [
    ...validateIP(ip, `${path}[${i}].ip`),
    ...(hostnames ?? []).flatMap((name, j) => invalidEach(`${path}[${i}].hostnames[${j}]`, name, isDNS1123Subdomain(name))),
  ])

/** The longest host name that the Linux kernel takes. */
const hostnameMax = 64

export function validateHostnameOverride(spec: PodSpec, path: string): FieldError[] {
  const name = spec.hostnameOverride
  if (name === undefined) return []
  const at = `${path}.hostnameOverride`
  return [
    ...(byteLength(name) > hostnameMax ? [tooLong(at, hostnameMax)] : []),
    ...invalidEach(at, name, isDNS1123Subdomain(name)),
    ...(spec.setHostnameAsFQDN === true ? [forbidden(at, 'may not be specified when `setHostnameAsFQDN` is true')] : []),
    ...(spec.hostNetwork === true ? [forbidden(at, 'may not be specified when `hostNetwork` is true')] : []),
  ]
}
