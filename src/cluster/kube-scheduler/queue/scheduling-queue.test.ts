import { expect, it } from 'vitest'
import type { Pod } from '../../../api/generated/types.ts'
import { seconds } from '../../../sim/time.ts'
import {
  addActive,
  addUnschedulable,
  backoffEnd,
  createSchedulingQueue,
  find,
  flushUnschedulable,
  isReadyToPop,
  newlyQueued,
  pop,
  remove,
  wake,
  type QueuedPod,
} from './scheduling-queue.ts'

const pod = (name: string, priority = 0): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', uid: name },
  spec: { containers: [], priority },
})
const at = (second: number) => ({ now: seconds(second), cause: 0 })

it('pods are taken by priority, then in the order in which they came', () => {
  const queue = createSchedulingQueue()
  addActive(queue, newlyQueued(queue, pod('first'), at(0)))
  addActive(queue, newlyQueued(queue, pod('second'), at(1)))
  addActive(queue, newlyQueued(queue, pod('low', -10), at(0)))
  addActive(queue, newlyQueued(queue, pod('urgent', 1000), at(2)))
  expect([pop(queue), pop(queue), pop(queue), pop(queue)].map((taken) => taken?.key)).toEqual([
    'default/urgent',
    'default/first',
    'default/second',
    'default/low',
  ])
})

it.each([
  { failures: 1, backoff: 1 },
  { failures: 2, backoff: 2 },
  { failures: 4, backoff: 8 },
  { failures: 5, backoff: 10 },
  { failures: 9, backoff: 10 },
])('after $failures failures a pod waits $backoff s', ({ failures, backoff }) => {
  const failed: QueuedPod = { ...newlyQueued(createSchedulingQueue(), pod('p'), at(100)), failures }
  expect(backoffEnd(failed)).toBe(seconds(100 + backoff))
})

it('a pod that found no node waits until something changes for it, or five minutes', () => {
  const queue = createSchedulingQueue()
  const failed = { ...newlyQueued(queue, pod('p'), at(0)), failures: 1, rejectedBy: ['NodeResourcesFit'] }
  addUnschedulable(queue, failed)
  expect(isReadyToPop(queue)).toBe(false)
  flushUnschedulable(queue, seconds(299))
  expect(queue.unschedulable.size).toBe(1)
  flushUnschedulable(queue, seconds(300))
  expect(pop(queue)?.key).toBe('default/p')
  expect(queue.rejections.size).toBe(0)
})

it('a pod whose back-off is not over is taken when nothing else waits', () => {
  const queue = createSchedulingQueue()
  const failed = { ...newlyQueued(queue, pod('p'), at(0)), failures: 1, rejectedBy: ['NodeResourcesFit'] }
  addUnschedulable(queue, failed)
  wake(queue, failed, at(0.5))
  addActive(queue, newlyQueued(queue, pod('other'), at(0.6)))
  expect([pop(queue), pop(queue)].map((taken) => taken?.key)).toEqual(['default/other', 'default/p'])
})

it('a pod that is deleted leaves every queue', () => {
  const queue = createSchedulingQueue()
  addUnschedulable(queue, { ...newlyQueued(queue, pod('p'), at(0)), rejectedBy: ['NodeAffinity'] })
  remove(queue, 'default/p')
  expect([find(queue, 'default/p'), queue.unschedulable.size, queue.rejections.size]).toEqual([undefined, 0, 0])
})
