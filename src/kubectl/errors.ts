/**
 * How kubectl prints what went wrong. Follows kubernetes v1.36 kubectl/pkg/cmd/util/helpers.go (checkErr,
 * StandardErrorMessage, AddSourceToErr): one error is printed in full, several each on its line.
 */
import { isUnreachable, serverAddress, type Status } from '../api/meta/status.ts'

export type KubectlError =
  | { readonly type: 'status'; readonly status: Status }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'several'; readonly errors: readonly KubectlError[] }

export const textError = (text: string): KubectlError => ({ type: 'text', text })

/** `error when creating "web.yaml": …`; the answer's reason and details stay. */
export function whileDoing(doing: string, source: string, error: KubectlError): KubectlError {
  const before = `error when ${doing} ${JSON.stringify(source)}: `
  if (error.type !== 'status') return textError(before + plainText(error))
  const { status } = error
  return { type: 'status', status: { ...status, message: before + (status.message ?? '') } }
}

/** The lines of standard error for what a command has gathered; '' for nothing. */
export function printErrors(errors: readonly KubectlError[]): string {
  const [first] = errors
  if (!first) return ''
  // The first request that nobody takes ends the command.
  const refused = errors.find((error) => error.type === 'status' && isUnreachable(error.status))
  if (refused) return oneOfSeveral(refused)
  if (errors.length > 1) return errors.map(oneOfSeveral).join('\n')
  return first.type === 'several' ? printErrors(first.errors) : alone(first)
}

/** An answer that is an error, printed alone. */
export const errorText = (status: Status): string => alone({ type: 'status', status })

function alone(error: KubectlError): string {
  if (error.type === 'status' && error.status.reason === 'Invalid') return invalidText(error.status)
  const text = oneOfSeveral(error)
  return error.type === 'status' || text.startsWith('error: ') ? text : `error: ${text}`
}

function oneOfSeveral(error: KubectlError): string {
  if (error.type !== 'status') return plainText(error)
  const { reason = '', message = '' } = error.status
  if (isUnreachable(error.status)) return `The connection to the server ${serverAddress} was refused - did you specify the right host or port?`
  if (reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`
  return `Error from server${reason === '' ? '' : ` (${reason})`}: ${message}`
}

/** Go's Error(): several errors stand in brackets, the same one once. */
function plainText(error: KubectlError): string {
  if (error.type === 'text') return error.text
  if (error.type === 'status') return error.status.message ?? ''
  const texts = [...new Set(error.errors.map(plainText))]
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`
}

function invalidText({ message = '', details }: Status): string {
  if (!details) return `The request is invalid${message === '' ? '' : `: ${message}`}`
  const { kind = '', name = '', causes = [] } = details
  const texts = [...new Set(causes.map(({ field, message: text }) => (field ? `${field}: ${text}` : text)))]
  const isNamed = kind !== '' || name !== ''
  const subject = isNamed ? `The ${kind} ${JSON.stringify(name)} is invalid` : `The request is invalid${message !== '' && texts.length === 0 ? `: ${message}` : ''}`
  if (texts.length === 0) return subject
  return texts.length === 1 ? `${subject}: ${texts[0]}` : `${subject}: \n${texts.map((text) => `* ${text}`).join('\n')}`
}
