/**
 * From what a command line names to objects: `deploy web api`, `deploy/web svc/web`, `pods -l app=web`, `--all`, `-f -`.
 * Follows kubernetes v1.36 cli-runtime/pkg/resource (builder.go, mapper.go): errors are gathered, the others go on.
 */
import { groupResource, type Kind } from '../api/kinds/kind.ts'
import { kinds } from '../api/kinds/registry.ts'
import type { HttpAnswer } from '../api/meta/http.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { parseSelector } from '../api/meta/selector-text.ts'
import { buildInfos } from './builder.ts'
import { textError, whileDoing, type KubectlError } from './errors.ts'
import { isOn, listOf, textOf, type Flag } from './flags.ts'
import { collectionPath, getRequest, objectPath, type Handle, type Target } from './session.ts'
import { statusError, type Call } from './verb.ts'

/** An object that a command works on, as it was when it was looked up. */
export interface Item extends Target {
  readonly object: ApiObject
  /** The file it was named in, '' if none. */
  readonly source: string
}

export interface Selection {
  readonly items: readonly Item[]
  readonly errors: readonly KubectlError[]
}

export const namespaceFlag: Flag = { name: 'namespace', short: 'n', type: 'text' }
export const selectorFlag: Flag = { name: 'selector', short: 'l', type: 'text' }
export const fileFlags: readonly Flag[] = [{ name: 'filename', short: 'f', type: 'list' }, { name: 'recursive', short: 'R', type: 'boolean' }]
export const allFlag: Flag = { name: 'all', type: 'boolean' }
export const allNamespacesFlag: Flag = { name: 'all-namespaces', short: 'A', type: 'boolean' }

export const nothingNamed =
  "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n  '-f rsrc.yaml'\n  '--filename=rsrc.json'\n  '<resource> <name>'\n  '<resource>'"
const mixed =
  "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'"

export function kindCalled(name: string): Kind | undefined {
  const wanted = name.toLowerCase()
  return kinds.find((kind) => [kind.plural, kind.singular, groupResource(kind), `${kind.singular}.${kind.group}`, `${kind.plural}.${kind.version}.${kind.group}`, ...kind.shortNames].includes(wanted))
}

export const noSuchKind = (name: string): KubectlError => textError(`the server doesn't have a resource type ${JSON.stringify(name)}`)

export const namespaceOf = ({ flags }: Pick<Call, 'flags'>): string => (isOn(flags, 'all-namespaces') ? '' : textOf(flags, 'namespace', 'default'))

/** What is named, before anything is asked of the server. */
export type Named =
  | { readonly type: 'objects'; readonly targets: readonly Target[] }
  | { readonly type: 'lists'; readonly kinds: readonly Kind[] }
  | { readonly type: 'error'; readonly error: KubectlError }

const wrong = (error: KubectlError): Named => ({ type: 'error', error })
const wrongText = (text: string): Named => wrong(textError(text))

export function readNames(call: Call, words: readonly string[]): Named {
  const [first = ''] = words
  if (first === '') return wrongText(nothingNamed)
  if (words.some((word) => word.includes('/'))) return words.every((word) => word.includes('/')) ? readPairs(call, words) : wrongText(mixed)
  const found = first.split(',').map((name) => ({ name, kind: kindCalled(name) }))
  const missing = found.find(({ kind }) => !kind)
  if (missing) return wrong(noSuchKind(missing.name))
  const known = found.flatMap(({ kind }) => kind ?? [])
  const names = words.slice(1)
  if (names.includes('')) return wrongText('resource name may not be empty')
  if (names.length === 0) return { type: 'lists', kinds: known }
  return { type: 'objects', targets: known.flatMap((kind) => names.map((name) => targetIn(call, kind, name))) }
}

function readPairs(call: Call, words: readonly string[]): Named {
  const targets: Target[] = []
  for (const word of words) {
    const [resource = '', name = '', ...more] = word.split('/')
    if (resource === '' || name === '' || more.length > 0) return wrongText(`arguments in resource/name form may not have more than one slash`)
    const kind = kindCalled(resource)
    if (!kind) return wrong(noSuchKind(resource))
    targets.push(targetIn(call, kind, name))
  }
  return { type: 'objects', targets }
}

const targetIn = (call: Call, kind: Kind, name: string): Target => ({ kind, namespace: kind.namespaced ? namespaceOf(call) : '', name })

/** The objects that words, selectors and files name, looked up. A kind alone needs `--all` or a selector. */
export function select(call: Call, words: readonly string[] = call.words): Selection {
  const files = listOf(call.flags, 'filename')
  if (files.length > 0) return fromFiles(call, files)
  const selects = isOn(call.flags, 'all') || textOf(call.flags, 'selector') !== '' || textOf(call.flags, 'field-selector') !== ''
  const named = readNames(call, words)
  if (named.type === 'error') return { items: [], errors: [named.error] }
  if (named.type === 'objects') {
    if (selects) return { items: [], errors: [textError('name cannot be provided when a selector is specified')] }
    return gather(named.targets.map((target) => look(call, target)))
  }
  if (!selects) return { items: [], errors: [textError('resource(s) were provided, but no name was specified')] }
  return gather(named.kinds.map((kind) => list(call, kind)))
}

const gather = (parts: readonly Selection[]): Selection => ({ items: parts.flatMap(({ items }) => items), errors: parts.flatMap(({ errors }) => errors) })

export function look({ handle }: Pick<Call, 'handle'>, target: Target, source = ''): Selection {
  const answer = handle(getRequest(objectPath(target)))
  if (answer.code >= 400) return { items: [], errors: [refusalOf(answer, { handle, namespace: target.namespace })] }
  return { items: [{ ...target, object: JSON.parse(answer.body) as ApiObject, source }], errors: [] }
}

/** What is not there may be missing because its namespace is. */
export function refusalOf(answer: HttpAnswer, { handle, namespace }: { readonly handle: Handle; readonly namespace: string }): KubectlError {
  const missing = answer.code === 404 && namespace !== '' ? handle(getRequest(`/api/v1/namespaces/${namespace}`)) : answer
  return statusError(missing.code === 404 ? missing : answer)
}

function list({ handle, flags }: Call, kind: Kind): Selection {
  const selector = textOf(flags, 'selector')
  const fields = textOf(flags, 'field-selector')
  const parsed = parseSelector(selector)
  if (!parsed.ok) return { items: [], errors: [textError(parsed.message)] }
  const query = { ...(selector !== '' && { labelSelector: selector }), ...(fields !== '' && { fieldSelector: fields }) }
  const answer = handle({ ...getRequest(collectionPath(kind, namespaceOf({ flags }))), query })
  if (answer.code >= 400) return { items: [], errors: [statusError(answer)] }
  const { items } = JSON.parse(answer.body) as { readonly items: readonly ApiObject[] }
  return { items: items.map((object) => ({ ...targetOf(kind, object), object: typed(kind, object), source: '' })), errors: [] }
}

/** Items of a list do not say what they are. */
const typed = (kind: Kind, object: ApiObject): ApiObject => ({ ...object, apiVersion: kind.group === '' ? kind.version : `${kind.group}/${kind.version}`, kind: kind.kind })

const targetOf = (kind: Kind, { metadata }: ApiObject): Target => ({ kind, namespace: metadata.namespace ?? '', name: metadata.name })

/** The text of a file, as messages call it and as it stands. */
export function fileText({ stdin, readFile }: Pick<Call, 'stdin' | 'readFile'>, file: string): { readonly source: string; readonly text: string | undefined } {
  return file === '-' ? { source: 'STDIN', text: stdin } : { source: file, text: readFile(file) }
}

function fromFiles(call: Call, files: readonly string[]): Selection {
  return gather(files.map((file): Selection => {
    const { source, text } = fileText(call, file)
    if (text === undefined) return { items: [], errors: [textError(`the path ${JSON.stringify(file)} does not exist`)] }
    const namespace = textOf(call.flags, 'namespace')
    const built = buildInfos({ text, source, ...(namespace !== '' && { namespace }) })
    return gather(built.map((item): Selection => (item.type === 'error' ? { items: [], errors: [item.error] } : { items: [{ ...item.info, object: item.info.object as unknown as ApiObject, source }], errors: [] })))
  }))
}

/** What happened to an object of a file tells which file. */
export const inFile = (doing: string, { source }: Item, error: KubectlError): KubectlError => (source === '' ? error : whileDoing(doing, source, error))
