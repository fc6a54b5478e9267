import { describe, expect, it } from 'vitest'
import type { ContainerStatus, Pod, PodStatus } from '../generated/types.ts'
import { podHealth, restartsCell, summarizePod } from './pod-status.ts'

const container = (state: ContainerStatus['state'], rest: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name: 'main',
  image: 'nginx',
  imageID: '',
  ready: false,
  restartCount: 0,
  ...(state === undefined ? {} : { state }),
  ...rest,
})

const pod = (status: PodStatus, metadata: Partial<Pod['metadata']> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', ...metadata },
  spec: { containers: [{ name: 'main', image: 'nginx' }], initContainers: [{ name: 'init', image: 'busybox' }] },
  status,
})

const running = container({ running: { startedAt: '2026-01-01T08:00:00Z' } }, { ready: true })

describe('STATUS of a pod', () => {
  it.each([
    { name: 'a pod nobody has placed', of: pod({ phase: 'Pending' }), status: 'Pending', health: 'pending' },
    {
      name: 'a container being made',
      of: pod({ phase: 'Pending', containerStatuses: [container({ waiting: { reason: 'ContainerCreating' } })] }),
      status: 'ContainerCreating',
      health: 'pending',
    },
    {
      name: 'an init container at work',
      of: pod({ phase: 'Pending', initContainerStatuses: [container({ running: {} }, { name: 'init' })] }),
      status: 'Init:0/1',
      health: 'pending',
    },
    {
      name: 'an init container that failed',
      of: pod({ phase: 'Pending', initContainerStatuses: [container({ terminated: { exitCode: 1, reason: 'Error' } }, { name: 'init' })] }),
      status: 'Init:Error',
      health: 'error',
    },
    { name: 'a running pod', of: pod({ phase: 'Running', containerStatuses: [running] }), status: 'Running', health: 'ok' },
    {
      name: 'a crash loop',
      of: pod({ phase: 'Running', containerStatuses: [container({ waiting: { reason: 'CrashLoopBackOff' } })] }),
      status: 'CrashLoopBackOff',
      health: 'error',
    },
    {
      name: 'an exit without a reason',
      of: pod({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 3 } })] }),
      status: 'ExitCode:3',
      health: 'error',
    },
    {
      name: 'a finished pod',
      of: pod({ phase: 'Succeeded', containerStatuses: [container({ terminated: { exitCode: 0, reason: 'Completed' } })] }),
      status: 'Completed',
      health: 'none',
    },
    {
      name: 'a pod being deleted',
      of: pod({ phase: 'Running', containerStatuses: [running] }, { deletionTimestamp: '2026-01-01T08:00:30Z' }),
      status: 'Terminating',
      health: 'terminating',
    },
    {
      name: 'a pod that waits at a gate',
      of: pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
      status: 'SchedulingGated',
      health: 'pending',
    },
  ])('$name is $status', ({ of, status, health }) => {
    const summary = summarizePod(of)
    expect(summary.status).toBe(status)
    expect(podHealth(of, summary)).toBe(health)
  })

  it('restarts tell when the last one was', () => {
    const restarted = container(
      { running: {} },
      { ready: true, restartCount: 3, lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-01T08:00:00Z' } } },
    )
    expect(restartsCell(summarizePod(pod({ phase: 'Running', containerStatuses: [restarted] })), '2026-01-01T08:05:30Z')).toBe('3 (5m30s ago)')
  })
})
