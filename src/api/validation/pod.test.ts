import { describe, expect, it } from 'vitest'
import type { Pod, PodSpec } from '../generated/types.ts'
import { defaultPod } from '../defaults/pod.ts'
import { printFieldError } from '../meta/field-error.ts'
import { validatePod, validatePodUpdate } from './pod.ts'

/** A pod as the API server has stored it. */
function stored(spec: Partial<PodSpec> = {}): Pod {
  const pod = {
    apiVersion: 'v1' as const,
    kind: 'Pod' as const,
    metadata: { name: 'web', namespace: 'default', uid: 'u', resourceVersion: '7' },
    spec: { containers: [{ name: 'web', image: 'nginx:1.26' }], serviceAccountName: 'default', ...spec },
  }
  defaultPod(pod)
  return pod
}

const changed = (pod: Pod, spec: Partial<PodSpec>): Pod => ({ ...pod, spec: { ...pod.spec, ...spec } })
const withContainer = (pod: Pod, change: object): Pod =>
  changed(pod, { containers: pod.spec.containers.map((container) => ({ ...container, ...change })) })

describe('the spec of a pod', () => {
  it('is valid as it comes out of its defaults', () => {
    expect(validatePod(stored())).toEqual([])
  })

  it('may get a new image', () => {
    const old = stored()
    expect(validatePodUpdate(withContainer(old, { image: 'nginx:1.27' }), old)).toEqual([])
  })

  it('may get further tolerations but not lose one', () => {
    const old = stored({ tolerations: [{ key: 'a', operator: 'Exists' }] })
    const more = changed(old, { tolerations: [...(old.spec.tolerations ?? []), { key: 'b', operator: 'Exists' }] })
    expect(validatePodUpdate(more, old)).toEqual([])
    expect(validatePodUpdate(changed(old, { tolerations: [] }), old).map(printFieldError)).toEqual([
      'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
    ])
  })

  it('may not get another command', () => {
    const old = stored()
    const [error, ...rest] = validatePodUpdate(withContainer(old, { command: ['sleep'] }), old)
    expect(rest).toEqual([])
    expect(error?.message).toMatch(/^Forbidden: pod updates may not change fields other than `spec.containers\[\*\].image`/)
  })

  it('may not get another container', () => {
    const old = stored()
    const more = changed(old, { containers: [...old.spec.containers, ...old.spec.containers] })
    expect(validatePodUpdate(more, old).map(printFieldError)).toContain('spec.containers: Forbidden: pod updates may not add or remove containers')
  })

  it('may have its deadline shortened but not lengthened', () => {
    const old = stored({ activeDeadlineSeconds: 60 })
    expect(validatePodUpdate(changed(old, { activeDeadlineSeconds: 30 }), old)).toEqual([])
    expect(validatePodUpdate(changed(old, { activeDeadlineSeconds: 90 }), old).map(printFieldError)).toEqual([
      'spec.activeDeadlineSeconds: Invalid value: 90: must be less than or equal to previous value',
    ])
  })

  it('may get more node selector while it is gated', () => {
    const old = stored({ schedulingGates: [{ name: 'example.com/gate' }] })
    expect(validatePodUpdate(changed(old, { nodeSelector: { disk: 'ssd' } }), old)).toEqual([])
  })
})
