import { describe, expect, it } from 'vitest'
import type { PodSpec } from '../generated/types.ts'
import { internalPodSpec } from './internal-form.ts'
import { unifiedDiff, unifiedLines } from './unified-diff.ts'

const spec = (fields: Partial<PodSpec> = {}): PodSpec => ({
  containers: [{ name: 'p', image: 'nginx:1.27' }],
  nodeName: 'node-1',
  dnsPolicy: 'ClusterFirst',
  serviceAccountName: 'default',
  ...fields,
})

describe('the difference that a forbidden update of a pod shows', () => {
  it('has Go’s names, three lines around a change and what moved into the security context', () => {
    expect(unifiedDiff(internalPodSpec(spec()), internalPodSpec(spec({ nodeName: 'node-9' }))).split('\n').slice(1)).toEqual([
      '  "NodeSelector": null,',
      '  "ServiceAccountName": "default",',
      '  "AutomountServiceAccountToken": null,',
      '- "NodeName": "node-1",',
      '+ "NodeName": "node-9",',
      '  "SecurityContext": {',
      '   "HostNetwork": false,',
      '   "HostPID": false,',
      '',
    ])
  })

  it('opens a list or map that was nil', () => {
    const after = spec({ containers: [{ name: 'p', image: 'nginx:1.27', command: ['sleep', '1'] }] })
    expect(unifiedDiff(internalPodSpec(spec()), internalPodSpec(after))).toContain('-   "Command": null,\n+   "Command": [\n+    "sleep",\n+    "1"\n+   ],\n')
  })

  it('is empty for equal values, and shows changes far from each other apart', () => {
    expect(unifiedDiff(spec(), spec())).toBe('')
    const lines = (changed: object) => Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${index + 10}`, index]).concat(Object.entries(changed)))
    expect(unifiedDiff(lines({}), lines({ k11: 'x', k35: 'x' })).match(/^@@.*@@$/gm)).toEqual(['@@ -1,6 +1,6 @@', '@@ -24,7 +24,7 @@'])
  })
})

describe('the difference of two texts', () => {
  const lines = (...all: string[]) => all.map((line) => `${line}\n`).join('')

  it('shows what was put in, or taken out, where GNU diff does: as far down as it can stand', () => {
    const [one, two] = [['- name: a', '  port: 1'], ['- name: b', '  port: 1']]
    expect(unifiedLines(lines('list:', ...one, 'end:'), lines('list:', ...one, ...two, 'end:'))).toBe(lines('@@ -1,4 +1,6 @@', ' list:', ' - name: a', '   port: 1', '+- name: b', '+  port: 1', ' end:'))
    expect(unifiedLines(lines('x', 'y', 'x', 'y', 'z'), lines('x', 'y', 'z'))).toBe(lines('@@ -1,5 +1,3 @@', ' x', ' y', '-x', '-y', ' z'))
  })

  it('begins at line 0 of a text that was empty', () => {
    expect(unifiedLines('', lines('a', 'b'))).toBe(lines('@@ -0,0 +1,2 @@', '+a', '+b'))
    expect(unifiedLines(lines('a'), lines('a'))).toBe('')
  })
})
