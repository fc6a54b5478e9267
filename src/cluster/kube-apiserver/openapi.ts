/**
 * As much of `/openapi/v3` as kubectl needs before it sends anything: an index, and for every kind the PATCH operation
 * with the `fieldValidation` parameter that tells kubectl to leave validation to the server. Schemas are left out, so
 * `kubectl explain` finds none. Follows kubernetes v1.36 k8s.io/kube-openapi/pkg/handler3.
 */
import { apiVersionOf, kinds } from '../../api/kinds/registry.ts'
import type { Kind } from '../../api/kinds/kind.ts'
import { kubernetesVersion } from './discovery.ts'

const rootOf = (groupVersion: string): string => (groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`)

/** The document at a path below `/openapi/v3`, or undefined. */
export function openApi(path: string): object | undefined {
  if (path === '/openapi/v3') return index()
  const [, root = ''] = /^\/openapi\/v3\/(.+)$/.exec(path) ?? []
  const described = kinds.filter((kind) => rootOf(apiVersionOf(kind)) === root)
  return described.length === 0 ? undefined : documentOf(described)
}

function index(): object {
  const roots = [...new Set(kinds.map((kind) => rootOf(apiVersionOf(kind))))].sort()
  // Clients cache a document under its hash; ours changes with the version alone.
  return { paths: Object.fromEntries(roots.map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}?hash=${kubernetesVersion}` }])) }
}

const documentOf = (described: readonly Kind[]): object => ({
  openapi: '3.0.0',
  info: { title: 'Kubernetes', version: kubernetesVersion },
  paths: Object.fromEntries(described.map((kind) => [pathOf(kind), { patch: patchOperation(kind) }])),
})

const pathOf = (kind: Kind): string => `/${rootOf(apiVersionOf(kind))}${kind.namespaced ? '/namespaces/{namespace}' : ''}/${kind.plural}/{name}`

const patchOperation = ({ group, version, kind }: Kind): object => ({
  parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string', uniqueItems: true } }],
  responses: { 200: { description: 'OK' } },
  'x-kubernetes-action': 'patch',
  'x-kubernetes-group-version-kind': { group, version, kind },
})
