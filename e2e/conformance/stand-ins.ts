/**
 * What a recorded session needs of kubectl to go on although the verb is not part of the project yet: the request that
 * the command line comes to, sent without looking at the words that kubectl would print.
 */
import { kinds } from '../../src/api/kinds/registry.ts'
import { groupResource, type Kind } from '../../src/api/kinds/kind.ts'
import { parseManifest } from '../../src/api/manifest/manifest.ts'
import type { HttpRequest } from '../../src/api/meta/http.ts'
import { isObject } from '../../src/api/meta/json.ts'
import { collectionPath, type Handle } from '../../src/kubectl/session.ts'
import { kindOfManifest } from '../../src/api/kinds/registry.ts'
import type { CommandLine } from './command-line.ts'

export const kindCalled = (name: string): Kind | undefined => {
  const wanted = name.toLowerCase()
  return kinds.find((kind) => [kind.plural, kind.singular, groupResource(kind), ...kind.shortNames].includes(wanted))
}

/** False if nothing stands in for it. */
export function standIn(handle: Handle, line: CommandLine, stdin: string): boolean {
  const requests = requestsOf(line, stdin)
  requests?.forEach((request) => void handle(request))
  return requests !== undefined
}

function requestsOf({ words, flags }: CommandLine, stdin: string): HttpRequest[] | undefined {
  const [verb = '', what = '', name = ''] = words
  const namespace = flags['namespace']?.[0] ?? 'default'
  if (flags['dry-run'] || flags['output']) return undefined
  if (verb === 'create' && flags['filename']?.[0] === '-') return fromManifest(stdin, namespace)
  if (verb === 'create' && name !== '') {
    const object = generated({ what, name, namespace, flags })
    return object && fromObject({ object, namespace })
  }
  const kind = kindCalled(what)
  if (verb !== 'patch' || !kind || name === '' || flags['subresource']) return undefined
  const type = { strategic: 'strategic-merge-patch', merge: 'merge-patch', json: 'json-patch' }[flags['type']?.[0] ?? 'strategic'] ?? ''
  const body = flags['patch']?.[0] ?? ''
  return [{ method: 'PATCH', path: `${collectionPath(kind, kind.namespaced ? namespace : '')}/${name}`, query: {}, headers: { 'content-type': `application/${type}+json` }, body }]
}

function fromManifest(text: string, namespace: string): HttpRequest[] | undefined {
  const manifest = parseManifest(text)
  if (!manifest.ok) return undefined
  const requests = manifest.documents.map(({ value }) => (isObject(value) ? fromObject({ object: value, namespace }) : undefined))
  return requests.every((request) => request !== undefined) ? requests.flat() : undefined
}

function fromObject({ object, namespace }: { object: { readonly [field: string]: unknown }; namespace: string }): HttpRequest[] | undefined {
  const kind = kindOfManifest(String(object['apiVersion']), String(object['kind']))
  if (!kind) return undefined
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const target = kind.namespaced ? String(metadata['namespace'] ?? namespace) : ''
  return [{ method: 'POST', path: collectionPath(kind, target), query: { fieldValidation: 'Strict' }, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) }]
}

interface Generated {
  readonly what: string
  readonly name: string
  readonly namespace: string
  readonly flags: CommandLine['flags']
}

function generated({ what, name, flags }: Generated): { readonly [field: string]: unknown } | undefined {
  const known: readonly string[] = ['namespace', 'image', 'replicas', 'from-literal']
  if (Object.keys(flags).some((flag) => !known.includes(flag))) return undefined
  const metadata = { name }
  const literals = Object.fromEntries((flags['from-literal'] ?? []).map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]))
  switch (what) {
    case 'namespace':
    case 'ns':
      return { apiVersion: 'v1', kind: 'Namespace', metadata }
    case 'serviceaccount':
    case 'sa':
      return { apiVersion: 'v1', kind: 'ServiceAccount', metadata }
    case 'configmap':
    case 'cm':
      return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: literals }
    case 'deployment':
    case 'deploy': {
      const labels = { app: name }
      const containers = (flags['image'] ?? []).map((image) => ({ name: image.replace(/.*\//, '').replace(/[:@].*/, ''), image, resources: {} }))
      const template = { metadata: { labels }, spec: { containers } }
      return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec: { replicas: Number(flags['replicas']?.[0] ?? 1), selector: { matchLabels: labels }, template, strategy: {} } }
    }
    default:
      return undefined
  }
}
