/** IngressClasses. Follows kubernetes v1.36 pkg/apis/networking/validation/validation.go (ValidateIngressClass). */
import type { IngressClass } from '../generated/types.ts'
import { forbidden, invalid, notSupported, required, tooLong, type FieldError } from '../meta/field-error.ts'
import { immutable, invalidEach } from './field.ts'
import { validateLocalReference } from './local-reference.ts'
import { byteLength, isDNS1123Label, isDNS1123Subdomain, nameIsDNSSubdomain } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'

const controllerMax = 250

export function validateIngressClass(object: IngressClass): FieldError[] {
  const { controller, parameters } = object.spec
  return [
    ...validateObjectMeta(object, { namespaced: false, name: nameIsDNSSubdomain }),
    ...validateController(controller, 'spec.controller'),
    ...(parameters === undefined ? [] : validateParameters(parameters, 'spec.parameters')),
  ]
}

function validateController(controller: string | undefined, path: string): FieldError[] {
  if (!controller) return [required(path)]
  return [...(byteLength(controller) > controllerMax ? [tooLong(path, controllerMax)] : []), ...validateDomainPath(controller, path)]
}

/** `acme.io/foo`. */
function validateDomainPath(value: string, path: string): FieldError[] {
  const slash = value.indexOf('/')
  const [domain, rest] = [value.slice(0, slash), value.slice(slash + 1)]
  if (slash < 1 || rest === '') return [invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')]
  const isPath = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(rest)
  return [
    ...invalidEach(path, domain, isDNS1123Subdomain(domain)),
    ...(isPath ? [] : [invalid(path, rest, "Invalid path (regex used for validation is '^[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+$')")]),
  ]
}

function validateParameters(parameters: NonNullable<IngressClass['spec']['parameters']>, path: string): FieldError[] {
  return [...validateLocalReference(parameters, path), ...validateScope(parameters.scope, parameters.namespace, path)]
}

function validateScope(scope: string | undefined, namespace: string | undefined, path: string): FieldError[] {
  const scopes = ['Cluster', 'Namespace']
  if (scope === undefined) return [required(`${path}.scope`)]
  if (!scopes.includes(scope)) return [notSupported(`${path}.scope`, scope, scopes)]
  if (scope === 'Namespace') {
    if (namespace === undefined) return [required(`${path}.namespace`, "`parameters.scope` is set to 'Namespace'")]
    return invalidEach(`${path}.namespace`, namespace, isDNS1123Label(namespace))
  }
  return namespace === undefined ? [] : [forbidden(`${path}.namespace`, "`parameters.scope` is set to 'Cluster'")]
}

export const validateIngressClassUpdate = (object: IngressClass, old: IngressClass): FieldError[] => [
  ...validateObjectMetaUpdate(object, old),
  ...immutable('spec.controller', object.spec.controller, old.spec.controller),
  ...validateIngressClass(object),
]
