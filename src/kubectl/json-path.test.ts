import { describe, expect, it } from 'vitest'
import { evaluate } from './json-path.ts'

const pod = {
  metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'shop' } },
  status: { phase: 'Running', conditions: [{ type: 'Initialized', status: 'True' }, { type: 'Ready', status: 'False' }] },
}

describe('a JSONPath as kubectl reads it', () => {
  it.each([
    { name: 'braces', path: '{.status.phase}', values: ['Running'] },
    { name: 'no braces', path: '.status.phase', values: ['Running'] },
    { name: 'no leading dot', path: 'status.phase', values: ['Running'] },
    { name: 'a root sign', path: '$.status.phase', values: ['Running'] },
    { name: 'an index', path: '{.status.conditions[1].type}', values: ['Ready'] },
    { name: 'an index from the end', path: '{.status.conditions[-1].type}', values: ['Ready'] },
    { name: 'all items', path: '{.status.conditions[*].type}', values: ['Initialized', 'Ready'] },
    { name: 'a filter', path: '{.status.conditions[?(@.type=="Ready")].status}', values: ['False'] },
    { name: 'a quoted key', path: `{.metadata.labels['app.kubernetes.io/name']}`, values: ['shop'] },
    { name: 'an escaped key', path: '{.metadata.labels.app\\.kubernetes\\.io/name}', values: ['shop'] },
    { name: 'nothing there', path: '{.spec.nodeName}', values: [] },
  ])('$name', ({ path, values }) => {
    expect(evaluate(pod, path)).toEqual({ ok: true, values })
  })

  it('names what it does not support', () => {
    expect(evaluate(pod, '{..phase}')).toMatchObject({ ok: false, message: expect.stringContaining('..phase') })
  })
})
