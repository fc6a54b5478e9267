/** What must be in a Secret of each type. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateSecret). */
import type { Secret } from '../generated/types.ts'
import { invalid, required, tooLong, type FieldError } from '../meta/field-error.ts'
import { base64Length, decodeBase64, textOfBytes } from './base64.ts'
import { invalidEach } from './field.ts'
import { goJsonObjectError } from './go-json.ts'
import { isConfigMapKey, nameIsDNSSubdomain } from './names.ts'
import { validateObjectMeta } from './object-meta.ts'

/** core.MaxSecretSize, in bytes. */
const dataBytesLimit = 1024 * 1024

export function validateSecret(secret: Secret): FieldError[] {
  const data = Object.entries(secret.data ?? {})
  const bytes = data.reduce((sum, [, value]) => sum + base64Length(value), 0)
  return [
    ...validateObjectMeta(secret, { namespaced: true, name: nameIsDNSSubdomain }),
    ...data.flatMap(([key]) => invalidEach(`data[${key}]`, key, isConfigMapKey(key))),
    ...(bytes > dataBytesLimit ? [tooLong('data', dataBytesLimit)] : []),
    ...validateType(secret),
  ]
}

function validateType(secret: Secret): FieldError[] {
  const has = (key: string): boolean => secret.data?.[key] !== undefined
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
  const value = secret.data?.[key]
  if (value === undefined) return [required(`data[${key}]`)]
  const problem = goJsonObjectError(textOfBytes(decodeBase64(value)))
  return problem === undefined ? [] : [invalid(`data[${key}]`, '<secret contents redacted>', problem)]
}
