import { expect, it } from 'vitest'
import type { Pod, ReplicaSet } from '../../../api/generated/types.ts'
import { between, randomUint32 } from '../../../sim/random.ts'
import { tallyOf, withPod } from './tally.ts'

const set: ReplicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web', uid: 'u', generation: 3 },
  spec: { replicas: 5, selector: { matchLabels: { app: 'web' } }, template: { metadata: { name: '', labels: { app: 'web', tier: 'front' } } } },
}

function randomPod(random: () => number): Pod {
  const pick = <T>(values: readonly T[]): T => values[between(random, 0, values.length - 1)] ?? values[0]!
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      labels: pick<{ [label: string]: string }>([{ app: 'web' }, { app: 'web', tier: 'front' }, { app: 'other' }]),
      ...(pick([true, false]) && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    },
    spec: { containers: [] },
    status: { phase: pick(['Pending', 'Running', 'Failed'] as const), conditions: [{ type: 'Ready', status: pick(['True', 'False']) }] },
  }
}

it.each([1, 2, 3, 4, 5])('sums kept pod by pod are the sums counted afresh (seed %i)', (seed) => {
  let drawn = 0
  const random = () => randomUint32(seed, 1, drawn++)
  const pods = new Map<number, Pod>()
  let tally = tallyOf(set, [])
  for (let step = 0; step < 200; step++) {
    const slot = between(random, 0, 20)
    const before = pods.get(slot)
    if (before) tally = withPod(tally, set, { pod: before, sign: -1 })
    pods.delete(slot)
    if (between(random, 0, 3) > 0) {
      const pod = randomPod(random)
      pods.set(slot, pod)
      tally = withPod(tally, set, { pod, sign: 1 })
    }
    expect(tally).toEqual(tallyOf(set, [...pods.values()]))
  }
})
