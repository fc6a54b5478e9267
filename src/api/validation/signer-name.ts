/** Names of certificate signers: `example.com/signer`. Follows kubernetes v1.36 pkg/apis/core/validation/names.go (ValidateSignerName). */
import { invalid, required, tooLong, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { byteLength, isDNS1123Subdomain } from './names.ts'

const signerNameMax = 571

export function validateSignerName(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)]
  const segments = name.split('/')
  if (segments.length !== 2) {
    return [invalid(path, name, 'must be a fully qualified domain and path of the form "example.com/signer-name"')]
  }
  const [domain = '', rest = ''] = segments
  const few = domain.split('.').length < 2
  return [
    ...(byteLength(name) > signerNameMax ? [tooLong(path, signerNameMax)] : []),
    ...invalidEach(path, domain, isDNS1123Subdomain(domain)),
    ...(few ? [invalid(path, domain, 'should be a domain with at least two segments separated by dots')] : []),
    ...invalidEach(path, rest, isDNS1123Subdomain(rest)),
  ]
}
