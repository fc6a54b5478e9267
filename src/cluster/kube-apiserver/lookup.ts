/** Typed looks into the store for admission and allocation. The casts are sound: a kind's keys hold objects of that kind. */
import type { ApiTypes } from '../../api/generated/types.ts'
import { kindOfResource } from '../../api/kinds/registry.ts'
import { assert } from '../../sim/assert.ts'
import { get, range } from '../etcd/store.ts'
import type { ServerEnv } from './env.ts'
import { objectKey, prefixOf } from './keys.ts'

export function find<R extends keyof ApiTypes>(env: ServerEnv, resource: R, target: { namespace: string; name: string }): ApiTypes[R] | undefined {
  const kind = kindOfResource(resource)
  assert(kind, `no kind for ${resource}`)
  return get(env.store, objectKey(kind, target.namespace, target.name))?.value as ApiTypes[R] | undefined
}

export function* all<R extends keyof ApiTypes>(env: ServerEnv, resource: R): Generator<ApiTypes[R]> {
  const kind = kindOfResource(resource)
  assert(kind, `no kind for ${resource}`)
  for (const entry of range(env.store, prefixOf(kind))) yield entry.value as ApiTypes[R]
}
