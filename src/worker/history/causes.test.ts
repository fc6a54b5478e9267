import { describe, expect, it } from 'vitest'
import type { Fact } from '../protocol.ts'
import { openSession } from '../session.ts'
import { deployment, nameOf, shop } from '../testing/shop.ts'
import { everything } from '../../cluster/testing/seed.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { plus, seconds } from '../../sim/time.ts'
import { causeOf } from './causes.ts'

describe('a step to the cause', () => {
  it('leads from a pod that runs over every write to what a person asked for, each at its moment', () => {
    const page = shop(deployment('web'))
    page.call('advance', 20_000)
    const chain: Fact[] = []
    for (let cause = page.call('cause', `pods/shop/${nameOf(page)}`); cause; cause = page.call('cause', cause.object)) {
      expect(page.call('now')).toBeCloseTo(cause.at / 1_000, 6)
      chain.push(cause)
    }
    const names = chain.map(({ code, params, object }) => `${code} ${String(params['by'] ?? '')} ${object.split('/')[0] ?? ''}`)
    expect(names).toEqual([
      'etcd.stored kube-scheduler pods',
      'etcd.stored controller/replicaset pods',
      'etcd.stored controller/deployment replicasets.apps',
      'etcd.stored kubectl deployments.apps',
      'kubectl.request  deployments.apps',
    ])
    const times = chain.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    const back: Fact[] = []
    for (let effect = page.call('effect', 'deployments.apps/shop/web'); effect && back.length < 3; effect = page.call('effect', effect.object)) {
      expect(page.call('now')).toBeCloseTo(effect.at / 1_000, 6)
      back.unshift(effect)
    }
    expect(back).toEqual(chain.slice(1, 4))
  })

  it('leads from any fact of a trace to the write before it', () => {
    const page = shop(deployment('web'))
    page.call('advance', 20_000)
    const trace = page.call('trace', 'deployments.apps/shop/web')
    const [started] = trace.filter(({ code }) => code === 'kubelet.started')
    const bound = page.call('cause', started?.id ?? 0)
    expect(bound).toMatchObject({ code: 'etcd.stored', revision: started?.cause, object: started?.object })
    expect(page.call('now')).toBeCloseTo((bound?.at ?? 0) / 1_000, 6)
  })

  it('of what began by itself is none, and time stays where it is', () => {
    const page = shop()
    page.call('advance', 30_000)
    const own = page.call('cause', 'nodes/node-1')
    expect(own).toMatchObject({ cause: 0, params: { by: 'kubelet/node-1' } })
    const before = page.call('now')
    expect(page.call('cause', 'nodes/node-1')).toBeNull()
    expect(page.call('now')).toBe(before)
  })
})

describe('causes that were forgotten', () => {
  it('are told again', () => {
    const session = openSession({ nextEpoch: () => 1, seed: 3, speed: () => 1 })
    const { cluster, history, observations } = session
    for (const object of everything.slice(0, 2) as readonly ApiObject[]) {
      const path = object.kind === 'Namespace' ? '/api/v1/namespaces' : `/apis/apps/v1/namespaces/${object.metadata.namespace ?? ''}/deployments`
      cluster.handle({ method: 'POST', path, query: {}, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) })
      history.run(plus(history.world.now, seconds(20)))
    }
    const ids = observations.facts.kept.map(({ id }) => id)
    const before = ids.map((id) => causeOf(session, id))
    expect(before.filter(Boolean).length).toBeGreaterThan(20)
    const some = ids.map((id, index) => ({ id, cause: before[index] })).filter(({ cause }, index) => cause !== undefined && index % 7 === 0)
    for (const { id, cause } of some) {
      observations.rewind(observations.seen(), 0, undefined)
      expect(causeOf(session, id)).toEqual(cause)
    }
  })
})
