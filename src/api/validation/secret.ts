/** What must be in a Secret of each type. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateSecret). */
import type { Secret } from '../generated/types.ts'
import { invalid, required, tooLong, type FieldError } from '../meta/field-error.ts'
import { base64Length, decodeBase64, textOfBytes } from '../meta/base64.ts'
import { invalidEach } from './field.ts'
import { goJsonObjectError } from './go-json.ts'
import { isConfigMapKey, nameIsDNSSubdomain } from './names.ts'
import { validateObjectMeta } from './object-meta.ts'

/** core.MaxSecretSize, in bytes. */
const dataBytesLimit = 1024 * 1024

export function validateSecret(secret: Secret): FieldError[] {
  const data = Object.entries(secret.data ?? {})
  const bytes = data.reduce((sum, [, value]) => sum + base64Length(value ?? ''), 0)
  return [
    ...validateObjectMeta(secret, { namespaced: true, name: nameIsDNSSubdomain }),
    ...data.flatMap(([key]) => invalidEach(`data[${key}]`, key, isConfigMapKey(key))),
    ...(bytes > dataBytesLimit ? [tooLong('data', dataBytesLimit)] : []),
    ...validateType(secret),
  ]
}

function validateType(secret: Secret): FieldError[] {
  // A key may be there with nothing under it.
  const has = (key: string): boolean => Object.hasOwn(secret.data ?? {}, key)
  const missing = (...keys: string[]): FieldError[] => keys.filter((key) => !has(key)).map((key) => required(`data[${key}]`))
  switch (secret.type) {
    case 'kubernetes.io/service-account-token': {
      const account = secret.metadata.annotations?.['kubernetes.io/service-account.name']
      return account ? [] : [required('metadata.annotations[kubernetes.io/service-account.name]')]
    }
    case 'kubernetes.io/dockercfg':
      return validateJson(secret, '.dockercfg')
    case 'kubernetes.io/dockerconfigjson':
      return validateJson(secret, '.dockerconfigjson')
    case 'kubernetes.io/basic-auth':
      return has('username') || has('password') ? [] : missing('username', 'password')
    case 'kubernetes.io/ssh-auth':
      return secret.data?.['ssh-privatekey'] ? [] : [required('data[ssh-privatekey]')]
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key')
    default:
      return []
  }
}

function validateJson(secret: Secret, key: string): FieldError[] {
  if (!Object.hasOwn(secret.data ?? {}, key)) return [required(`data[${key}]`)]
  const problem = goJsonObjectError(textOfBytes(decodeBase64(secret.data?.[key] ?? '')))
  return problem === undefined ? [] : [invalid(`data[${key}]`, '<secret contents redacted>', problem)]
}

/** The key pair is not needed for the object to be valid, but it is looked at. Only its PEM blocks, not what is in them. */
export function secretWarnings(secret: Secret): string[] {
  if (secret.type !== 'kubernetes.io/tls') return []
  const blocks = (key: string): string[] => {
    const text = textOfBytes(decodeBase64(secret.data?.[key] ?? ''))
    return [...text.matchAll(/-----BEGIN ([^-\n]+)-----[\s\S]*?-----END \1-----/g)].map((match) => match[1] ?? '')
  }
  const certificate = blocks('tls.crt')
  if (certificate.length === 0) return ['tls: failed to find any PEM data in certificate input']
  if (!certificate.includes('CERTIFICATE') && certificate.some((type) => type.endsWith('PRIVATE KEY'))) {
    return ['tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched']
  }
  return blocks('tls.key').length === 0 ? ['tls: failed to find any PEM data in key input'] : []
}
