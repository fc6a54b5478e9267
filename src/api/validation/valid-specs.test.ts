import { describe, expect, it } from 'vitest'
import type { Pod } from '../generated/types.ts'
import { validatePod } from './pod.ts'

/** A pod as it is after admission. */
function podOf(volume: string, mounted: string, image = 'nginx'): Pod {
  const spec = {
    volumes: [{ name: volume, emptyDir: {} }],
    containers: [{ name: 'web', image, imagePullPolicy: 'Always', terminationMessagePolicy: 'File', volumeMounts: [{ name: mounted, mountPath: '/token' }] }],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    serviceAccountName: 'default',
    schedulerName: 'default-scheduler',
  }
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default' }, spec } as unknown as Pod
}

const fields = (pod: Pod): string[] => validatePod(pod).map(({ field }) => field)

describe('pods like one that was found valid', () => {
  const first = podOf('kube-api-access-aaaaa', 'kube-api-access-aaaaa')

  it('are valid with another name of their token volume', () => {
    expect(fields(first)).toEqual([])
    expect(fields(podOf('kube-api-access-bbbbb', 'kube-api-access-bbbbb'))).toEqual([])
  })

  it.each([
    { name: 'mount the volume of the other', pod: podOf('kube-api-access-bbbbb', 'kube-api-access-aaaaa'), error: 'spec.containers[0].volumeMounts[0].name' },
    { name: 'mount a volume that is not theirs', pod: podOf('kube-api-access-aaaaa', 'kube-api-access-bbbbb'), error: 'spec.containers[0].volumeMounts[0].name' },
    { name: 'differ in anything else', pod: podOf('kube-api-access-aaaaa', 'kube-api-access-aaaaa', ' nginx'), error: 'spec.containers[0].image' },
  ])('are looked at anew if they $name', ({ pod, error }) => {
    expect(fields(pod)).toEqual([error])
  })
})
