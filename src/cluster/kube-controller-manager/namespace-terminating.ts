/** Recognises the refusal to create anything in a namespace that is being deleted: no failure, the end is near. */
import type { Status } from '../../api/meta/status.ts'

export const isNamespaceTerminating = (status: Status): boolean =>
  status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false
