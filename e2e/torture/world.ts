/** A cluster as the scenarios use it: what a user does, at fixed moments, without anybody looking on. */
import type { FaultOrder } from '../../src/api/fault.ts'
import type { ApiTypes, Pod } from '../../src/api/generated/types.ts'
import { kindOfManifest } from '../../src/api/kinds/registry.ts'
import type { HttpRequest } from '../../src/api/meta/http.ts'
import type { ApiObject } from '../../src/api/meta/object.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { openFoundingDemo } from '../../src/cluster/founding-demo.ts'
import { plus, seconds } from '../../src/sim/time.ts'

export interface TortureWorld {
  readonly cluster: Cluster
  /** Creates the objects; an object that is refused ends the run. */
  create(...objects: readonly object[]): void
  /** A merge patch. */
  patch(path: string, body: object): void
  post(path: string, body: object): void
  delete(path: string, options?: object): void
  fault(order: FaultOrder): void
  /** Oldest first. */
  list<R extends keyof ApiTypes>(resource: R, prefix?: string): ApiTypes[R][]
  pods(namespace?: string): Pod[]
  run(duration: number): void
}

export function openTortureWorld(seed: number, nodes: readonly string[]): TortureWorld {
  const cluster = openFoundingDemo({ seed, nodes })
  const call = (method: HttpRequest['method'], path: string, body: object): void => {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const answer = cluster.handle({ method, path, query: {}, headers: { 'content-type': contentType }, body: JSON.stringify(body) })
    if (answer.code >= 400) throw new Error(`${method} ${path}: ${answer.code} ${'body' in answer ? answer.body : ''}`)
  }
  const list: TortureWorld['list'] = (resource, prefix = '') =>
    [...cluster.store().entries.values()]
      .filter(({ key }) => key.startsWith(`/registry/${String(resource)}/${prefix}`))
      .sort((a, b) => a.createRevision - b.createRevision)
      .map(({ value }) => value) as never
  return {
    cluster,
    create: (...objects) => objects.forEach((object) => call('POST', collectionOf(object as ApiObject), object)),
    patch: (path, body) => call('PATCH', path, body),
    post: (path, body) => call('POST', path, body),
    delete: (path, options = {}) => call('DELETE', path, options),
    fault: (order) => {
      const injected = cluster.fault(order)
      if (!injected.ok) throw new Error(JSON.stringify(injected.refusal))
    },
    list,
    pods: (namespace = 'default') => list('pods', `${namespace}/`),
    run: (duration) => cluster.kernel.run(plus(cluster.kernel.world.now, seconds(duration))),
  }
}

function collectionOf(object: ApiObject): string {
  const kind = kindOfManifest(object.apiVersion, object.kind)
  if (!kind) throw new Error(`no kind ${object.kind}`)
  const root = kind.group === '' ? '/api/v1' : `/apis/${kind.group}/${kind.version}`
  return `${root}${kind.namespaced ? `/namespaces/${object.metadata.namespace ?? 'default'}` : ''}/${kind.plural}`
}
