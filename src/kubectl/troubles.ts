/** What a refusal says, at the lines of the manifest that it speaks of. */
import type { Place } from '../api/manifest/locate.ts'
import type { Status } from '../api/meta/status.ts'

export interface Trouble extends Place {
  readonly message: string
  /** '' for the whole document. */
  readonly field: string
  /** The server's answer, 0 if it was not asked. */
  readonly code: number
  readonly reason: string
}

/** One per cause, at its field; a status without causes stands where its message points to. */
export function troublesOf(status: Status, place: (field: string) => Place): Trouble[] {
  const { code, reason = '', message = '', details } = status
  const causes = details?.causes?.filter(({ field }) => field !== undefined && field !== '') ?? []
  if (reason === 'Invalid' && causes.length > 0) {
    return causes.flatMap(({ field: named = '', message: text = '' }) => fieldsOfCause(named, text).map((field) => ({ ...place(field), message: `${named}: ${text}`, field, code, reason })))
  }
  return fieldsIn(message).map((field) => ({ ...place(field), message, field, code, reason }))
}

/** A patch that cannot be decoded names the fields in its message. */
const fieldsOfCause = (field: string, message: string): string[] => (field === 'patch' && message.includes('strict decoding error') ? fieldsIn(message) : [field])

/** Fields that a decoding error or a missing namespace speaks of. */
function fieldsIn(message: string): string[] {
  const unknown = [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map(([, field = '']) => field)
  if (unknown.length > 0) return unknown
  if (/^namespaces ".*" not found$/.test(message) || message.includes('because it is being terminated')) return ['metadata.namespace']
  const typed = /Go struct field \w+\.(\S+) of type/.exec(message)?.[1]
  if (typed !== undefined) return [typed]
  return message.includes('no kind "') ? ['apiVersion'] : ['metadata.name']
}
