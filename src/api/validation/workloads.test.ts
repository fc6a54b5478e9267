import { describe, expect, it } from 'vitest'
import { defaultDeployment } from '../defaults/workloads.ts'
import type { Deployment } from '../generated/types.ts'
import { printFieldError } from '../meta/field-error.ts'
import { validateDeployment, validateDeploymentUpdate } from './workloads.ts'

function deployment(app: string, labels: { readonly [key: string]: string } = { app }): Deployment {
  const object: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'servera', namespace: 'my-test-space', resourceVersion: '3' },
    spec: {
      selector: { matchLabels: { app } },
      template: { metadata: { name: '', labels }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
    },
  }
  const draft = { ...object, spec: { ...object.spec } }
  defaultDeployment(draft)
  return draft
}

describe('a Deployment', () => {
  it('keeps its selector for life', () => {
    const errors = validateDeploymentUpdate(deployment('serverb'), deployment('servera'))
    expect(errors.map(printFieldError)).toEqual(['spec.selector: Invalid value: {"matchLabels":{"app":"serverb"}}: field is immutable'])
  })

  it('selects the pods of its own template', () => {
    const errors = validateDeployment(deployment('servera', { app: 'other' }))
    expect(errors.map(printFieldError)).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`',
    ])
  })
})
