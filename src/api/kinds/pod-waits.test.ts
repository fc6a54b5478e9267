import { expect, it } from 'vitest'
import type { ContainerStatus, Pod, Toleration } from '../generated/types.ts'
import { podWaits } from './pod-waits.ts'

const pod = (status: Pod['status'] = {}, tolerations: readonly Toleration[] = []): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [], tolerations }, status })

const crashed = (message: string): ContainerStatus => ({
  name: 'main',
  image: 'x',
  imageID: '',
  ready: false,
  restartCount: 4,
  state: { waiting: { reason: 'CrashLoopBackOff', message } },
  lastState: { terminated: { exitCode: 255, finishedAt: '2026-01-01T08:00:00Z' } },
})

it.each([
  { name: 'ten seconds', message: 'back-off 10s restarting failed container=main pod=web_default(1)', seconds: 10 },
  { name: 'more than a minute', message: 'back-off 2m40s restarting failed container=main pod=web_default(1)', seconds: 160 },
  { name: 'the longest', message: 'back-off 5m0s restarting failed container=main pod=web_default(1)', seconds: 300 },
])('a back-off of $name counts from the end of the container', ({ message, seconds }) => {
  expect(podWaits(pod({ containerStatuses: [crashed(message)] }))).toMatchObject({ backOff: { container: 'main', since: Date.parse('2026-01-01T08:00:00Z') / 1000, seconds } })
})

it('a pod that fits no node says since when', () => {
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', lastTransitionTime: '2026-01-01T08:00:09Z' } as const
  expect(podWaits(pod({ conditions: [condition] }))).toMatchObject({ unschedulable: { since: Date.parse('2026-01-01T08:00:09Z') / 1000 } })
})

it('the tolerations of every pod are left out, others are not', () => {
  const usual = ['not-ready', 'unreachable'].map((name): Toleration => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))
  expect(podWaits(pod({}, usual))).toEqual({})
  expect(podWaits(pod({}, [{ operator: 'Exists' }, { key: 'a', value: 'b', effect: 'NoSchedule' }]))).toEqual({ noExecute: [{ key: '' }] })
  expect(podWaits(pod())).toEqual({ noExecute: [] })
})
