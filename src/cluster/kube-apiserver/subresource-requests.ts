/** Requests for binding, eviction and scale in the shape of HTTP. */
import type { HttpResponse } from '../../api/meta/http.ts'
import { isObject } from '../../api/meta/json.ts'
import { mergePatch } from '../../api/patch/merge.ts'
import { decode } from '../../api/schema/decode.ts'
import { parseJson } from '../../api/schema/json.ts'
import { answer, malformed, refusal, written } from './answers.ts'
import type { ServerEnv } from './env.ts'
import { evict } from './eviction.ts'
import { kindNamed } from './keys.ts'
import { patchTypes } from './patch.ts'
import { printPatched } from './print-patch.ts'
import type { Route } from './route.ts'
import { success, unpatchable } from './statuses.ts'
import { bind, currentScale, scale } from './subresources.ts'
import type { Call } from './write.ts'

/** The kind that each subresource takes, with its version and, for conversions, its internal package. */
const bodies = {
  binding: { apiVersion: 'v1', kind: 'Binding', internal: 'core' },
  eviction: { apiVersion: 'policy/v1', kind: 'Eviction', internal: 'policy' },
  scale: { apiVersion: 'autoscaling/v1', kind: 'Scale', internal: 'autoscaling' },
} as const

type BodyResult = { readonly ok: true; readonly fields: { readonly [field: string]: unknown } } | { readonly ok: false; readonly response: HttpResponse }

function readBody(text: string, expected: (typeof bodies)[keyof typeof bodies]): BodyResult {
  const refuse = (message: string): BodyResult => ({ ok: false, response: malformed(message) })
  const parsed = parseJson(text)
  if (!parsed.ok || !isObject(parsed.value)) return refuse(`couldn't get version/kind; json parse error: ${parsed.ok ? 'the body is no object' : parsed.message}`)
  const { apiVersion: _, kind: __, ...fields } = parsed.value
  const written = { apiVersion: String(parsed.value['apiVersion'] || expected.apiVersion), kind: String(parsed.value['kind'] || expected.kind) }
  const cannot = `${written.kind} in version "${written.apiVersion.split('/').at(-1)}" cannot be handled as a ${expected.kind}: `
  if (written.kind !== expected.kind) {
    const known = kindNamed(written)
    const why = known
      ? `converting (${known.version}.${known.kind}) to (${expected.internal}.${expected.kind}): unknown conversion`
      : `no kind "${written.kind}" is registered for version "${written.apiVersion}" in scheme "pkg/runtime/scheme.go:111"`
    return refuse(cannot + why)
  }
  const decoded = decode(expected.kind, fields)
  return decoded.ok ? { ok: true, fields: decoded.object } : refuse(cannot + decoded.message)
}

export function postSubresource(env: ServerEnv, { kind, namespace, name, subresource }: Route, { request, options }: Call): HttpResponse {
  const read = readBody(request.body, subresource === 'eviction' ? bodies.eviction : bodies.binding)
  if (!read.ok) return read.response
  const { deleteOptions, metadata, target } = read.fields
  const { name: named, uid } = isObject(metadata) ? metadata : {}
  if (named !== undefined && named !== name) return malformed(subresource === 'eviction' ? 'name in URL does not match name in Eviction object' : 'name in URL does not match name in Binding object')
  if (subresource === 'eviction') {
    const outcome = evict(env, { kind, namespace, name, options: isObject(deleteOptions) ? deleteOptions : {}, dryRun: options.dryRun === true })
    return outcome.ok ? answer(201, success(201)) : refusal(outcome.status)
  }
  const node = isObject(target) ? String(target['name'] ?? '') : ''
  const status = bind(env, { namespace, name, node, ...(typeof uid === 'string' && { uid }) })
  return status ? refusal(status) : answer(201, success(201))
}

/** PUT of a Scale, or a merge patch of the one that is there. */
export function writeScale(env: ServerEnv, route: Route, { request, options }: Call): HttpResponse {
  const target = { ...route, user: options.user, dryRun: options.dryRun === true }
  if (request.method === 'PUT') {
    const read = readBody(request.body, bodies.scale)
    return read.ok ? written(scale(env, target, read.fields), 200) : read.response
  }
  const current = currentScale(env, route)
  if (!current.ok) return refusal(current.status)
  const parsed = parseJson(request.body)
  if (!parsed.ok) return malformed(`error decoding patch: ${parsed.message}`)
  const isMerge = (request.headers['content-type'] ?? '').startsWith(Object.keys(patchTypes)[0] ?? '')
  const patched = mergePatch(current.scale, parsed.value)
  const { apiVersion: _, kind: __, ...fields } = isObject(patched) ? patched : {}
  const decoded = decode('Scale', fields)
  if (decoded.ok) return written(scale(env, target, decoded.object), 200)
  return refusal(unpatchable(printPatched(patched, isMerge ? parsed.value : undefined), decoded.message))
}
