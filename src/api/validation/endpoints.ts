/** Endpoints. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateEndpoints). */
import type { EndpointAddress, Endpoints, EndpointSubset } from '../generated/types.ts'
import { required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { validateIP, validateNonSpecialIP } from './ip.ts'
import { isDNS1123Label, isDNS1123Subdomain, isQualifiedName, isValidPortNum, nameIsDNSSubdomain } from './names.ts'
import { validateObjectMeta } from './object-meta.ts'
import { oneOf } from './pod-spec-values.ts'

export const validateEndpoints = (endpoints: Endpoints): FieldError[] => [
  ...validateObjectMeta(endpoints, { namespaced: true, name: nameIsDNSSubdomain }),
  ...(endpoints.subsets ?? []).flatMap((subset, i) => validateSubset(subset, `subsets[${i}]`)),
]

function validateSubset(subset: EndpointSubset, path: string): FieldError[] {
  const { addresses = [], notReadyAddresses = [], ports = [] } = subset
  return [
    ...(addresses.length + notReadyAddresses.length === 0 ? [required(path, 'must specify `addresses` or `notReadyAddresses`')] : []),
    ...addresses.flatMap((address, i) => validateAddress(address, `${path}.addresses[${i}]`)),
    ...notReadyAddresses.flatMap((address, i) => validateAddress(address, `${path}.notReadyAddresses[${i}]`)),
    ...ports.flatMap(({ name = '', port = 0, protocol, appProtocol }, i) => {
      const at = `${path}.ports[${i}]`
      return [
        ...(name === '' ? (ports.length > 1 ? [required(`${at}.name`)] : []) : invalidEach(`${at}.name`, name, isDNS1123Label(name))),
        ...invalidEach(`${at}.port`, port, isValidPortNum(port)),
        ...oneOf(`${at}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']),
        ...(appProtocol === undefined ? [] : invalidEach(`${at}.appProtocol`, appProtocol, isQualifiedName(appProtocol))),
      ]
    }),
  ]
}

function validateAddress({ ip = '', hostname, nodeName }: EndpointAddress, path: string): FieldError[] {
  return [
    ...validateIP(ip, `${path}.ip`),
    ...(hostname ? invalidEach(`${path}.hostname`, hostname, isDNS1123Label(hostname)) : []),
    ...(nodeName === undefined ? [] : invalidEach(`${path}.nodeName`, nodeName, isDNS1123Subdomain(nodeName))),
    ...validateNonSpecialIP(ip, `${path}.ip`),
  ]
}
