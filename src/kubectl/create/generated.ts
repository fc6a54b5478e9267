/** What `kubectl create KIND NAME` verbs have in common: one name, an object made from flags, one POST. */
import type { Kind } from '../../api/kinds/kind.ts'
import { apiVersionOf } from '../../api/kinds/registry.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { withMemory } from '../apply.ts'
import { told, warningLines } from '../change.ts'
import { errorText } from '../errors.ts'
import { dryRunFlag, dryRunOf, dryRunQuery } from '../dry-run.ts'
import { isOn, textOf, type Flag } from '../flags.ts'
import { namespaceFlag } from '../select.ts'
import { collectionPath, failure, statusOf } from '../session.ts'
import { said, usageError, type Call, type Outcome, type Verb } from '../verb.ts'
import { outputFlag } from '../writer-output.ts'

export const createFlags: readonly Flag[] = [namespaceFlag, dryRunFlag, outputFlag, { name: 'field-manager', type: 'text' }, { name: 'save-config', type: 'boolean' }, { name: 'validate', type: 'text', alone: 'strict' }]

export interface Generator {
  readonly name: string
  readonly aliases: readonly string[]
  readonly kind: Kind
  readonly flags: readonly Flag[]
  /** Flags without which the command is not begun. */
  readonly required?: readonly string[]
  /** Everything but apiVersion, kind and metadata.name, or what is wrong. */
  readonly object: (call: Call, name: string) => { readonly [field: string]: unknown } | string
  /** What stands before a refusal: `failed to create deployment: `; '' prints it as the server said it. */
  readonly failure: string
}

export const generatedVerb = (generator: Generator): Verb => ({
  name: `create ${generator.name}`,
  aliases: generator.aliases.map((alias) => `create ${alias}`),
  flags: [...createFlags, ...generator.flags],
  run: (call) => {
    const missing = (generator.required ?? []).filter((flag) => call.flags.given[flag] === undefined)
    if (missing.length > 0) return wrong(`required flag(s) ${missing.map((flag) => JSON.stringify(flag)).join(', ')} not set`)
    const [name = ''] = call.words
    if (call.words.length !== 1) return usageError(call, `exactly one NAME is required, got ${call.words.length}`)
    const fields = generator.object(call, name)
    return typeof fields === 'string' ? wrong(fields) : send(call, generator, withName(generator.kind, name, fields))
  },
})

const wrong = (text: string): Outcome => ({ code: 1, output: [failure(`error: ${text}`)] })

function withName(kind: Kind, name: string, fields: { readonly [field: string]: unknown }): ApiObject {
  const { metadata, ...rest } = fields
  return { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: { name, ...(metadata as object | undefined) }, ...rest }
}

function send(call: Call, { kind, failure: before }: Generator, object: ApiObject): Outcome {
  const item = { kind, name: object.metadata.name }
  if (dryRunOf(call) === 'client') return said(...told(call, item, { object, done: 'created' }))
  const namespace = kind.namespaced ? textOf(call.flags, 'namespace', 'default') : ''
  const query = { fieldManager: 'kubectl-create', fieldValidation: 'Strict', ...dryRunQuery(call) }
  const answer = call.handle({ method: 'POST', path: collectionPath(kind, namespace), query, headers: { 'content-type': 'application/json' }, body: JSON.stringify(isOn(call.flags, 'save-config') ? withMemory({ ...object }) : object) })
  if (answer.code < 400) return said(...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done: 'created' }))
  const { message = '' } = statusOf(answer)
  const text = before === '' ? errorText(statusOf(answer)) : `error: ${before}${message}`
  return { code: 1, output: [...warningLines(answer), failure(text)] }
}
