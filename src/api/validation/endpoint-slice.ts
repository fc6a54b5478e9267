/** EndpointSlices. Follows kubernetes v1.36 pkg/apis/discovery/validation/validation.go. */
import type { DiscoveryEndpointPort, Endpoint, EndpointSlice } from '../generated/types.ts'
import { duplicate, invalid, notSupported, required, tooMany, type FieldError } from '../meta/field-error.ts'
import { immutable, invalidEach } from './field.ts'
import { familyOf, validateIP, validateNonSpecialIP } from './ip.ts'
import { isDNS1123Label, isDNS1123Subdomain, isFullyQualifiedDomainName, isQualifiedName, isValidLabelValue, nameIsDNSSubdomain } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import { oneOf } from './pod-spec-values.ts'

const addressesMax = 100
const endpointsMax = 1000
const portsMax = 20_000
const hintsMax = 8

export function validateEndpointSlice(slice: EndpointSlice): FieldError[] {
  return [
    ...validateObjectMeta(slice, { namespaced: true, name: nameIsDNSSubdomain }),
    ...oneOf('addressType', slice.addressType, ['FQDN', 'IPv4', 'IPv6']),
    ...validateEndpoints(slice.endpoints ?? [], slice.addressType),
    ...validatePorts(slice.ports ?? []),
  ]
}

export const validateEndpointSliceUpdate = (slice: EndpointSlice, old: EndpointSlice): FieldError[] => [
  ...validateObjectMetaUpdate(slice, old),
  ...validateEndpointSlice(slice),
  ...immutable('addressType', slice.addressType, old.addressType),
]

function validateEndpoints(endpoints: readonly Endpoint[], type: string): FieldError[] {
  if (endpoints.length > endpointsMax) return [tooMany('endpoints', endpoints.length, endpointsMax)]
  return endpoints.flatMap((endpoint, i) => {
    const at = `endpoints[${i}]`
    const addresses = endpoint.addresses ?? []
    return [
      ...(addresses.length === 0 ? [required(`${at}.addresses`, 'must contain at least 1 address')] : []),
      ...(addresses.length > addressesMax ? [tooMany(`${at}.addresses`, addresses.length, addressesMax)] : []),
      ...addresses.flatMap((address, j) => validateAddress(address, type, { list: `${at}.addresses`, path: `${at}.addresses[${j}]` })),
      ...(endpoint.nodeName === undefined ? [] : invalidEach(`${at}.nodeName`, endpoint.nodeName, isDNS1123Subdomain(endpoint.nodeName))),
      ...(endpoint.hostname === undefined ? [] : invalidEach(`${at}.hostname`, endpoint.hostname, isDNS1123Label(endpoint.hostname))),
      ...validateHints(endpoint.hints?.forZones ?? [], isValidLabelValue, `${at}.hints.forZones`),
      ...validateHints(endpoint.hints?.forNodes ?? [], isDNS1123Subdomain, `${at}.hints.forNodes`),
    ]
  })
}

function validateAddress(address: string, type: string, at: { readonly list: string; readonly path: string }): FieldError[] {
  if (type === 'FQDN') return validateDomain(address, at.path)
  if (type !== 'IPv4' && type !== 'IPv6') return []
  const errors = validateIP(address, at.path)
  if (errors.length > 0) return errors
  // The wrong family is a fault of the list, not of one address in it; that is upstream's way.
  if (familyOf(address) !== type) return [invalid(at.list, address, `must be an ${type} address`)]
  return validateNonSpecialIP(address, at.path)
}

const validateDomain = (name: string, path: string): FieldError[] =>
  name === '' ? [required(path)] : invalidEach(path, name, isFullyQualifiedDomainName(name))

function validateHints(hints: readonly { readonly name: string }[], rule: (name: string) => string[], path: string): FieldError[] {
  if (hints.length > hintsMax) return [tooMany(path, hints.length, hintsMax)]
  const names = new Set<string>()
  return hints.flatMap(({ name = '' }, i) => {
    const at = `${path}[${i}].name`
    const errors = invalidEach(at, name, rule(name))
    if (names.has(name)) errors.unshift(duplicate(at, name))
    names.add(name)
    return errors
  })
}

function validatePorts(ports: readonly DiscoveryEndpointPort[]): FieldError[] {
  if (ports.length > portsMax) return [tooMany('ports', ports.length, portsMax)]
  const names = new Set<string>()
  return ports.flatMap(({ name = '', protocol, appProtocol }, i) => {
    const at = `ports[${i}]`
    const isTaken = names.has(name)
    names.add(name)
    const protocols = ['SCTP', 'TCP', 'UDP']
    return [
      ...(name === '' ? [] : invalidEach(`${at}.name`, name, isDNS1123Label(name))),
      ...(isTaken ? [duplicate(`${at}.name`, name)] : []),
      ...(protocol === undefined ? [required(`${at}.protocol`)] : protocols.includes(protocol) ? [] : [notSupported(`${at}.protocol`, protocol, protocols)]),
      ...(appProtocol === undefined ? [] : invalidEach(`${at}.appProtocol`, appProtocol, isQualifiedName(appProtocol))),
    ]
  })
}
