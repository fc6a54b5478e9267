/**
 * Events of core/v1, which are checked as loosely as ever: old ones (without eventTime) only for their namespace.
 * Follows kubernetes v1.36 pkg/apis/core/validation/events.go (legacyValidateEvent).
 */
import type { Event } from '../generated/types.ts'
import { invalid, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { validateObjectMeta } from './object-meta.ts'
import { byteLength, isDNS1123Subdomain, isQualifiedName } from './names.ts'

const wordMax = 128
const noteMax = 1024

/** The metadata is looked at only if the rest is right, and any name that can stand in a path will do. */
export function validateEvent(event: Event): FieldError[] {
  const errors = validateFields(event)
  return errors.length > 0 ? errors : validateObjectMeta(event, { namespaced: true, name: isPathSegmentName, plainFinalizers: true })
}

const isPathSegmentName = (name: string): string[] => {
  if (name === '.' || name === '..') return [`may not be '${name}'`]
  return ['/', '%'].filter((text) => name.includes(text)).map((text) => `may not contain '${text}'`)
}

function validateFields(event: Event): FieldError[] {
  const namespace = event.metadata.namespace ?? ''
  const isNew = event.eventTime !== undefined && event.eventTime !== null
  return [
    ...validateNamespace(event, namespace, { isNew }),
    ...(isNew ? validateNewFields(event) : []),
    ...invalidEach('namespace', namespace, isDNS1123Subdomain(namespace)),
  ]
}

export const validateEventUpdate = (event: Event): FieldError[] => validateFields(event)

function validateNamespace(event: Event, namespace: string, { isNew }: { readonly isNew: boolean }): FieldError[] {
  const involved = event.involvedObject?.namespace ?? ''
  const isDefault = namespace === 'default' || namespace === (isNew ? 'kube-system' : '')
  const agrees = involved === '' ? isDefault : isNew || involved === namespace
  return agrees ? [] : [invalid('involvedObject.namespace', involved, 'does not match event.namespace')]
}

function validateNewFields(event: Event): FieldError[] {
  const component = event.reportingComponent ?? ''
  return [
    ...(component === '' ? [required('reportingComponent')] : []),
    ...invalidEach('reportingComponent', component, isQualifiedName(component)),
    ...validateWord(event.reportingInstance, 'reportingInstance'),
    ...validateWord(event.action, 'action'),
    ...validateWord(event.reason, 'reason'),
    ...(byteLength(event.message ?? '') > noteMax ? [invalid('message', '', `can have at most ${noteMax} characters`)] : []),
  ]
}

function validateWord(word: string | undefined, path: string): FieldError[] {
  if (!word) return [required(path)]
  return byteLength(word) > wordMax ? [invalid(path, '', `can have at most ${wordMax} characters`)] : []
}
