/** ConfigMaps and Secrets as the kubelet reads them for environments and volumes: values are texts. */
import type { Pod } from '../../api/generated/types.ts'
import { decodeBase64, textOfBytes } from '../../api/meta/base64.ts'
import type { Kubelet } from './state.ts'

export interface Source {
  readonly data: { readonly [key: string]: string }
  readonly problem?: string
}

export interface Reference {
  readonly name?: string
  readonly optional?: boolean
}

export function dataOf({ client, ctx }: Kubelet, { metadata }: Pod, resource: 'configmaps' | 'secrets', reference: Reference | undefined): Source {
  const { name = '', optional = false } = reference ?? {}
  const found = client.get(ctx, resource, metadata.namespace ?? '', name)
  if (!found.ok) {
    const kind = resource.slice(0, -1)
    if (found.status.code !== 404) return { data: {}, problem: `failed to sync ${kind} cache: timed out waiting for the condition` }
    return optional ? { data: {} } : { data: {}, problem: `${kind} "${name}" not found` }
  }
  const { data = {}, kind } = found.object
  const binary = 'binaryData' in found.object ? found.object.binaryData : undefined
  return { data: { ...(kind === 'Secret' ? decoded(data) : data), ...decoded(binary ?? {}) } }
}

const decoded = (data: { readonly [key: string]: string }): { readonly [key: string]: string } =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, textOfBytes(decodeBase64(value))]))
