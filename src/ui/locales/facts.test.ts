import { describe, expect, it } from 'vitest'
import type { TraceCode, TraceParams } from '../../api/trace.ts'
import { tickLabel } from '../../view/timeline.ts'
import { explain, traceCodes } from '../../view/explain.ts'
import { hopNames } from '../../view/story.ts'
import type { Fact } from '../../worker/protocol.ts'
import en from './en/facts.json'
import enInspector from './en/inspector.json'
import zh from './zh-CN/facts.json'
import zhInspector from './zh-CN/inspector.json'

const about = { kind: 'Deployment', name: 'servera' }
const on = { pod: 'servera-5894957bbb-k2x9p', node: 'node-1' }
const asked = { from: 'internet', method: 'GET', url: 'http://demo/', request: 7 }

const between = { subject: 'node-1', mode: '', amount: 5 }
const faultSamples: TraceParams['fault.injected'][] = [
  ...['before', 'after'].map((mode) => ({ fault: 'crash', subject: 'kube-scheduler', other: '', mode, amount: 3 })),
  ...['drop', 'delay', 'reorder'].map((mode) => ({ fault: 'watch', subject: 'kube-scheduler', other: 'pods', mode, amount: 0 })),
  { fault: 'kill-container', subject: 'default/web', other: '', mode: '', amount: 0 },
  ...['partition', 'slow', 'loss'].flatMap((fault) => ['', 'internet'].map((other) => ({ ...between, fault, other }))),
]

/** Every case that has a sentence of its own. */
const samples: { readonly [C in TraceCode]: readonly TraceParams[C][] } = {
  'kubectl.request': ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'].map((method) => ({ method, path: '/api/v1/namespaces/x/pods', ...about })).concat({ method: 'PATCH', path: '/x/scale', ...about }),
  'kubectl.unreachable': [{ method: 'POST', path: '/x/pods', ...about }],
  'apiserver.accepted': ['POST', 'PATCH', 'DELETE', 'GET'].map((method) => ({ method, path: '/x', code: 200, ...about })).concat({ method: 'PATCH', path: '/x/scale', code: 200, ...about }),
  'apiserver.refused': [{ method: 'POST', path: '/x', code: 422, reason: 'Invalid', message: 'no', ...about }],
  'etcd.stored': ['create', 'update', 'delete'].map((verb) => ({ verb, ...about, by: 'kubectl' })),
  'deployment.created-replicaset': [{ deployment: 'servera', replicaset: 'servera-5894957bbb', replicas: 2 }],
  'deployment.scaled-replicaset': [{ deployment: 'servera', replicaset: 'servera-5894957bbb', from: 2, to: 5 }],
  'replicaset.created-pods': [1, 2].map((replicas) => ({ replicaset: 'servera-5894957bbb', replicas, existing: 0, created: replicas })),
  'replicaset.deleted-pods': [1, 2].map((replicas) => ({ replicaset: 'servera-5894957bbb', replicas, existing: 5, deleted: 3 })),
  'endpointslice.synced': [0, 1, 2].map((total) => ({ service: 'servera-svc', ready: 0, total })),
  'serviceaccount.created': [{ namespace: 'x', name: 'default' }],
  'namespace.emptied': [{ namespace: 'x' }],
  'garbage-collector.deleted': [{ ...about, owner: 'Deployment/servera' }],
  'scheduler.bound': [
    { ...on, feasible: 1, nodes: 2, score: 0, tie: '' },
    { ...on, feasible: 2, nodes: 2, score: 492, tie: '' },
    { ...on, feasible: 2, nodes: 2, score: 492, tie: 'yes' },
    { ...on, feasible: 3, nodes: 5, score: 492, tie: 'yes' },
  ],
  'scheduler.preempted': [{ pod: on.pod, by: 'pods/my-test-space/urgent-7d9c-abcde', node: 'node-1' }],
  'scheduler.unschedulable': [{ pod: on.pod, message: '0/2 nodes are available' }],
  'kubelet.admitted': [on],
  'kubelet.sandbox': [{ ...on, ip: '10.244.1.2' }],
  'kubelet.pulling': [{ ...on, image: 'a/b:v2' }],
  'kubelet.pulled': [{ ...on, image: 'a/b:v2', milliseconds: 12 }],
  'kubelet.pull-failed': [{ ...on, image: 'a/b:v2', message: 'not found' }],
  'kubelet.generic-image': [{ ...on, image: 'a/b:v2' }],
  'kubelet.started': [{ ...on, container: 'servera' }],
  'kubelet.ready': [on],
  'kubelet.exited': [{ ...on, container: 'servera', exitCode: 1 }],
  'kubelet.held-back': [{ ...on, container: 'servera', reason: 'CrashLoopBackOff', seconds: 20, until: 9_000_000 }],
  'kubelet.probe-failed': [{ ...on, container: 'servera', probe: 'readiness', message: 'HTTP probe failed with statuscode: 500', failures: 1, threshold: 3 }],
  'kubelet.restarting': [{ ...on, container: 'servera', probe: 'liveness', message: 'HTTP probe failed with statuscode: 500' }],
  'kubelet.mount-failed': [{ ...on, volume: 'conf', message: 'configmap "settings" not found' }],
  'kubelet.volume-refreshed': [{ ...on, volume: 'conf' }],
  'kubelet.hook-failed': [{ ...on, container: 'servera', hook: 'postStart' }],
  'kubelet.out-of-memory': [{ ...on, container: 'servera', limitBytes: 134_217_728 }],
  'kubelet.killing': [{ ...on, gracePeriodSeconds: 30 }],
  'kubelet.removed': [on],
  'node-lifecycle.lost': [{ node: 'node-1', seconds: 53 }],
  'taint-eviction.scheduled': [{ ...on, taint: 'node.kubernetes.io/unreachable:NoExecute', seconds: 300, at: 9_000_000 }],
  'kube-proxy.programmed': [0, 1, 2].map((endpoints) => ({ node: 'node-1', service: 'servera-svc', address: '10.96.0.9', endpoints })),
  'ingress.configured': [1, 2].map((paths) => ({ ingress: 'demo', paths })),
  'ingress.address': [{ ingress: 'demo', address: '203.0.113.10' }],
  'fault.injected': faultSamples,
  'fault.healed': faultSamples.filter(({ fault }) => fault !== 'kill-container'),
  'part.lost-leadership': [{ part: 'kube-scheduler' }],
  'part.crashed': ['before', 'after'].map((when) => ({ part: 'kube-scheduler', when })),
  'part.stopped': ['etcd', 'kubelet/node-1', 'node/node-1'].map((part) => ({ part })),
  'part.added': [{ part: 'node/node-3' }],
  'part.started': ['etcd', 'kubelet/node-1', 'node/node-1'].map((part) => ({ part })),
  'request.sent': [asked],
  'request.answered': [{ ...asked, status: 200, milliseconds: 3.14159 }],
  'request.failed': [{ ...asked, error: 'Connection refused' }],
}

type Texts = { readonly [key: string]: string | Texts }

function textAt(texts: Texts, key: string, plural: string): string | undefined {
  const found = key.split('.').reduce<string | Texts | undefined>((at, part, i, parts) => {
    if (typeof at !== 'object') return undefined
    return i === parts.length - 1 ? (at[part] ?? at[`${part}_${plural}`]) : at[part]
  }, texts)
  return typeof found === 'string' ? found : undefined
}

const languages: readonly { readonly name: string; readonly texts: Texts; readonly plurals: Intl.PluralRules }[] = [
  { name: 'English', texts: en, plurals: new Intl.PluralRules('en') },
  { name: 'Chinese', texts: zh, plurals: new Intl.PluralRules('zh-CN') },
]

describe.each(languages)('the sentences in $name', ({ texts, plurals }) => {
  it.each(traceCodes)('cover %s, and each name in them is given', (code) => {
    for (const params of samples[code]) {
      const fact: Fact = { id: 1, at: 0, code, level: 'event', actor: '', object: '', cause: 0, revision: 43, params }
      const sentence = explain(fact)
      const text = textAt(texts, sentence.key, plurals.select(Number(sentence.params['count'] ?? 0)))
      expect(text, sentence.key).toBeTypeOf('string')
      for (const [, name] of text?.matchAll(/\{\{(\w+)\}\}/g) ?? []) expect(Object.keys(sentence.params), `${sentence.key}: ${text}`).toContain(name)
    }
  })

  it.each(traceCodes)('have words for the mark of %s on the timeline, if it has any', (code) => {
    const faults = ['partition', 'slow', 'loss', 'crash', 'watch', 'kill-container']
    const cases = code.startsWith('fault.') ? faults.map((fault) => ({ ...samples[code][0], fault })) : samples[code]
    for (const params of cases) {
      const label = tickLabel({ id: 1, at: 9_000_000, code, level: 'input', actor: '', object: '', cause: 0, revision: 0, params: params as Fact['params'] })
      if (label) expect(textAt(texts, label.key, 'other'), label.key).toBeTypeOf('string')
    }
  })

  it.each(hopNames)('name the hop %s and what will happen there', (name) => {
    expect(textAt(texts, `hop.${name}`, 'other')).toBeTypeOf('string')
    expect(textAt(texts, `next.${name}`, 'other')).toBeTypeOf('string')
  })
})

it('both languages have the same keys, plural forms aside', () => {
  const keys = (texts: Texts, prefix = ''): string[] =>
    Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [prefix + key.replace(/_(one|other)$/, '')] : keys(value, `${prefix}${key}.`)))
  for (const [english, chinese] of [[en, zh], [enInspector, zhInspector]] as const) {
    expect([...new Set(keys(chinese))].sort()).toEqual([...new Set(keys(english))].sort())
  }
})

it('a code from another build is said as it is', () => {
  expect(explain({ id: 1, at: 0, code: 'x.y', level: 'event', actor: '', object: '', cause: 0, revision: 0, params: {} })).toEqual({ key: 'fact.unknown', params: { code: 'x.y' } })
})
