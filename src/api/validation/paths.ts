/** Paths inside containers and volumes. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go. */
import { invalid, type FieldError } from '../meta/field-error.ts'

/** `../../..` is one error, not three. */
export const validatePathNoBacksteps = (target: string, path: string): FieldError[] =>
  target.split('/').includes('..') ? [invalid(path, target, "must not contain '..'")] : []

export const validateLocalDescendingPath = (target: string, path: string): FieldError[] => [
  ...(target.startsWith('/') ? [invalid(path, target, 'must be a relative path')] : []),
  ...validatePathNoBacksteps(target, path),
]

/** Names that begin with two dots are the kubelet's own. */
export const validateLocalNonReservedPath = (target: string, path: string): FieldError[] => [
  ...validateLocalDescendingPath(target, path),
  ...(target.startsWith('..') && !target.startsWith('../') ? [invalid(path, target, "must not start with '..'")] : []),
]

const fileModeMax = 0o777

export const validateFileMode = (mode: number | undefined, path: string): FieldError[] =>
  mode !== undefined && (mode < 0 || mode > fileModeMax)
    ? [invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : []
