/**
 * Reads label selectors as people and clients write them: `a=b,c!=d,e in (x,y),!f,g`.
 * Follows kubernetes v1.36 apimachinery/pkg/labels/selector.go (Parse): its tokens, its liberties, its sentences.
 */
import { invalid, printFieldError, type FieldError } from './field-error.ts'
import { isInteger, type Operator, type Requirement } from './selector.ts'
import { isQualifiedName, isValidLabelValue } from '../validation/names.ts'

export type SelectorResult = { readonly ok: true; readonly requirements: readonly Requirement[] } | { readonly ok: false; readonly message: string }

/** A refusal inside the reader; the only way out of it, caught at the door. */
class SelectorError extends Error {}

/** `kubectl -l` and the labelSelector parameter. */
export function parseSelector(text: string): SelectorResult {
  try {
    return { ok: true, requirements: readAll(new Tokens(text)) }
  } catch (error) {
    if (error instanceof SelectorError) return { ok: false, message: error.message }
    throw error
  }
}

function readAll(tokens: Tokens): Requirement[] {
  const requirements: Requirement[] = []
  while (tokens.next !== '') {
    if (!isWord(tokens.next) && tokens.next !== '!') throw new SelectorError(`found '${tokens.next}', expected: !, identifier, or 'end of string'`)
    try {
      requirements.push(readRequirement(tokens))
    } catch (error) {
      throw error instanceof SelectorError ? new SelectorError(`unable to parse requirement: ${error.message}`) : error
    }
    const behind = tokens.take()
    if (behind === '') break
    if (behind !== ',') throw new SelectorError(`found '${behind}', expected: ',' or 'end of string'`)
    if (!isWord(tokens.next) && tokens.next !== '!') throw new SelectorError(`found '${tokens.next}', expected: identifier after ','`)
  }
  return requirements
}

/** Words, and the longest sign that there is: `=`, `==`, `!=`, `!`, `,`, `(`, `)`, `<`, `>`; '' at the end. */
class Tokens {
  private readonly list: readonly string[]
  private at = 0

  constructor(text: string) {
    this.list = text.match(/==|!=|[=!,()<>]|[^ \t\r\n=!,()<>]+/g) ?? []
  }

  get next(): string {
    return this.list[this.at] ?? ''
  }

  take(): string {
    const taken = this.next
    this.at++
    return taken
  }
}

const isWord = (token: string): boolean => token !== '' && !/^[=!,()<>]/.test(token)

function readRequirement(tokens: Tokens): Requirement {
  const negated = tokens.next === '!'
  if (negated) tokens.take()
  const key = tokens.take()
  if (!isWord(key)) throw new SelectorError(`found '${key}', expected: identifier`)
  const wrong = isQualifiedName(key)
  if (wrong.length > 0) throw new SelectorError(printFieldError(invalid('<nil>', key, wrong.join('; '))))
  // Upstream knows `!a` before it looks at what follows, so `!a=b` is refused behind the key.
  if (negated) return { key, operator: 'DoesNotExist', values: [] }
  if (tokens.next === '' || tokens.next === ',') return { key, operator: 'Exists', values: [] }
  const operator = readOperator(tokens)
  const values = operator === 'In' || operator === 'NotIn' ? readSet(tokens) : [readValue(tokens)]
  const problems = valueProblems(key, operator, values)
  if (problems.length > 0) throw new SelectorError(problems.length === 1 ? problems.join('') : `[${problems.join(', ')}]`)
  return { key, operator, values }
}

const operators: { readonly [token: string]: Operator } = { in: 'In', notin: 'NotIn', '=': 'Equals', '==': 'DoubleEquals', '!=': 'NotEquals', '>': 'Gt', '<': 'Lt' }

function readOperator(tokens: Tokens): Operator {
  const token = tokens.take()
  const operator = Object.hasOwn(operators, token) ? operators[token] : undefined
  if (!operator) throw new SelectorError(`found '${token}', expected: in, notin, =, ==, !=, gt, lt`)
  return operator
}

function readValue(tokens: Tokens): string {
  if (tokens.next === '' || tokens.next === ',') return ''
  const token = tokens.take()
  if (!isWord(token)) throw new SelectorError(`found '${token}', expected: identifier`)
  return token
}

/** `(x,y)`; an empty place between commas is the empty value. */
function readSet(tokens: Tokens): string[] {
  const open = tokens.take()
  if (open !== '(') throw new SelectorError(`found '${open}' expected: '('`)
  if (tokens.next === ')') {
    tokens.take()
    return ['']
  }
  if (!isWord(tokens.next) && tokens.next !== ',') throw new SelectorError(`found '${tokens.next}', expected: ',', ')' or identifier`)
  const values = new Set<string>()
  for (;;) {
    const token = tokens.take()
    if (isWord(token)) {
      values.add(token)
      if (tokens.next === ')') break
      if (tokens.next !== ',') throw new SelectorError(`found '${tokens.next}', expected: ',' or ')'`)
    } else if (token === ',') {
      if (values.size === 0 || tokens.next === ')' || tokens.next === ',') values.add('')
      if (tokens.next === ')') break
    } else throw new SelectorError(`found '${token}', expected: ',', or identifier`)
  }
  tokens.take()
  return [...values].sort()
}

function valueProblems(key: string, operator: Operator, values: readonly string[]): string[] {
  const numbers = operator === 'Gt' || operator === 'Lt' ? values.flatMap((value, index) => (isInteger(value) ? [] : [invalid(`values[${index}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer")])) : []
  const labels = values.flatMap((value, index): FieldError[] => {
    const wrong = isValidLabelValue(value)
    return wrong.length > 0 ? [invalid(`values[${index}][${key}]`, value, wrong.join('; '))] : []
  })
  return [...new Set([...numbers, ...labels].map(printFieldError))]
}
