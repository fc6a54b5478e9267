/**
 * The rules for names, label keys and values, ports, environment variables and the like, with the words in which the
 * API server refuses them. Every function returns the problems without a path; an empty list means valid.
 * Follows kubernetes v1.36 staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go and
 * pkg/api/validation/generic.go. Lengths are counted in bytes of UTF-8, as Go counts them.
 */

const dns1123Label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const dns1123Subdomain = `${dns1123Label}(\\.${dns1123Label})*`
const dns1123LabelWithUnderscore = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const dns1123SubdomainWithUnderscore = `${dns1123LabelWithUnderscore}(\\.${dns1123LabelWithUnderscore})*`
const wildcardSubdomain = `\\*\\.${dns1123Subdomain}`
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const labelValue = `(${qualifiedName})?`
const configMapKey = '[-._a-zA-Z0-9]+'
const httpHeaderName = '[-A-Za-z0-9]+'

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`)
const dns1123LabelRegExp = whole(dns1123Label)
const dns1123SubdomainRegExp = whole(dns1123Subdomain)
const dns1123SubdomainWithUnderscoreRegExp = whole(dns1123SubdomainWithUnderscore)
const wildcardSubdomainRegExp = whole(wildcardSubdomain)
const qualifiedNameRegExp = whole(qualifiedName)
const labelValueRegExp = whole(labelValue)
const configMapKeyRegExp = whole(configMapKey)
const httpHeaderNameRegExp = whole(httpHeaderName)
// Printable ASCII without '='.
const relaxedEnvVarNameRegExp = /^[ -<>-~]+$/

const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
const qualifiedNameMessage =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const labelExamples = ['MyName', 'my.name', '123-abc']

/** Length of the text in UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    // Two units of a pair are four bytes; one alone is written as three.
    const isPair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00
    if (isPair) i++
    bytes += unit < 0x800 ? 1 : 2
  }
  return bytes
}

/** Most rules count bytes and say characters; label keys and values, validated by newer code, say bytes. */
const maxLengthMessage = (length: number, unit: 'characters' | 'bytes'): string => `must be no more than ${length} ${unit}`

export const rangeMessage = (low: number, high: number): string => `must be between ${low} and ${high}, inclusive`

/** "… (e.g. 'a',  or 'b', regex used for validation is '…')", with upstream's double spaces. */
function regexMessage(message: string, pattern: string, examples: readonly string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${pattern}')`
  return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`
}

const tooLong = (value: string, max: number, unit: 'characters' | 'bytes' = 'characters'): string[] =>
  byteLength(value) > max ? [maxLengthMessage(max, unit)] : []

/** The same few keys come with every object; beyond the limit the memory starts afresh. */
const qualified = new Set<string>()
const memoryLimit = 1_000

/** `app`, `example.com/app`: keys of labels, annotations, taints, conditions. */
export function isQualifiedName(value: string): string[] {
  if (qualified.has(value)) return []
  const problems = problemsOfQualifiedName(value)
  if (qualified.size >= memoryLimit) qualified.clear()
  if (problems.length === 0) qualified.add(value)
  return problems
}

function problemsOfQualifiedName(value: string): string[] {
  const parts = value.split('/')
  if (parts.length > 2) {
    const detail = regexMessage(qualifiedNameMessage, qualifiedName, labelExamples)
    return [`a valid label key ${detail} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  }
  const [prefix, name] = parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : [undefined, value]
  return [...qualifiedNamePrefix(prefix), ...qualifiedNamePart(name)]
}

function qualifiedNamePrefix(prefix: string | undefined): string[] {
  if (prefix === undefined) return []
  if (prefix === '') return ['prefix part must be non-empty']
  return isDNS1123Subdomain(prefix).map((message) => `prefix part ${message}`)
}

function qualifiedNamePart(name: string): string[] {
  const problems: string[] = []
  if (name === '') problems.push('name part must be non-empty')
  else problems.push(...tooLong(name, 63, 'bytes').map((message) => `name part ${message}`))
  if (!qualifiedNameRegExp.test(name)) problems.push(`name part ${regexMessage(qualifiedNameMessage, qualifiedName, labelExamples)}`)
  return problems
}

export function isValidLabelValue(value: string): string[] {
  const problems = tooLong(value, 63, 'bytes')
  if (labelValueRegExp.test(value)) return problems
  const message =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
  return [...problems, regexMessage(message, labelValue, ['MyValue', 'my_value', '12345'])]
}

export function isDNS1123Label(value: string): string[] {
  const problems = tooLong(value, 63)
  if (dns1123LabelRegExp.test(value)) return problems
  if (dns1123SubdomainRegExp.test(value)) return [...problems, 'must not contain dots']
  const message =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
  return [...problems, regexMessage(message, dns1123Label, ['my-name', '123-abc'])]
}

export function isDNS1123Subdomain(value: string): string[] {
  const problems = tooLong(value, 253)
  if (dns1123SubdomainRegExp.test(value)) return problems
  return [...problems, regexMessage(subdomainMessage, dns1123Subdomain, ['example.com'])]
}

export function isDNS1123SubdomainWithUnderscore(value: string): string[] {
  const problems = tooLong(value, 253)
  if (dns1123SubdomainWithUnderscoreRegExp.test(value)) return problems
  const message =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character"
  return [...problems, regexMessage(message, dns1123SubdomainWithUnderscore, ['example.com'])]
}

export function isWildcardDNS1123Subdomain(value: string): string[] {
  const problems = tooLong(value, 253)
  if (wildcardSubdomainRegExp.test(value)) return problems
  const message =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character"
  return [...problems, regexMessage(message, wildcardSubdomain, ['*.example.com'])]
}

/** A domain with a path, as managers and finalizers of jobs and CSRs have: `example.com/manager`. */
export function isFullyQualifiedDomainName(value: string): string[] {
  const name = value.endsWith('.') ? value.slice(0, -1) : value
  if (name === '') return ['Required value']
  const problems = isDNS1123Subdomain(name)
  if (problems.length > 0) return problems
  if (name.split('.').length < 2) return ['should be a domain with at least two segments separated by dots']
  return name.split('.').flatMap((label) => isDNS1123Label(label))
}

export const isValidPortNum = (port: number): string[] => (port >= 1 && port <= 65535 ? [] : [rangeMessage(1, 65535)])

export function isValidPortName(name: string): string[] {
  const problems = tooLong(name, 15)
  if (!/^[-a-z0-9]+$/.test(name)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(name)) problems.push('must contain at least one letter (a-z)')
  if (name.includes('--')) problems.push('must not contain consecutive hyphens')
  if (name.startsWith('-') || name.endsWith('-')) problems.push('must not begin or end with a hyphen')
  return problems
}

export function isConfigMapKey(value: string): string[] {
  const problems = tooLong(value, 253)
  if (!configMapKeyRegExp.test(value)) {
    const message = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
    problems.push(regexMessage(message, configMapKey, ['key.name', 'KEY_NAME', 'key-name']))
  }
  return [...problems, ...dotsPrefix(value)]
}

function dotsPrefix(value: string): string[] {
  if (value === '.') return ["must not be '.'"]
  if (value === '..') return ["must not be '..'"]
  return value.startsWith('..') ? ["must not start with '..'"] : []
}

export const isHTTPHeaderName = (value: string): string[] =>
  httpHeaderNameRegExp.test(value)
    ? []
    : [regexMessage("a valid HTTP header must consist of alphanumeric characters or '-'", httpHeaderName, ['X-Header-Name'])]

export function isRelaxedEnvVarName(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty']
  if (relaxedEnvVarNameRegExp.test(value)) return []
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
}

export const isValidUserId = (id: number): string[] => (id >= 0 && id <= 2147483647 ? [] : [rangeMessage(0, 2147483647)])

export const isNegativeMessage = 'must be greater than or equal to 0'
export const isImmutableMessage = 'field is immutable'

/** A name rule of a kind: `prefix` is true for generateName, where a trailing dash is allowed. */
export type NameRule = (name: string, prefix: boolean) => string[]

const maskTrailingDash = (name: string): string => (name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name)

export const nameIsDNSSubdomain: NameRule = (name, prefix) => isDNS1123Subdomain(prefix ? maskTrailingDash(name) : name)
export const nameIsDNSLabel: NameRule = (name, prefix) => isDNS1123Label(prefix ? maskTrailingDash(name) : name)
