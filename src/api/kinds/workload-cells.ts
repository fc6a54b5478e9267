/** What the kinds with a pod template say about it. Follows kubernetes v1.36 pkg/printers/internalversion (layoutContainerCells). */
import type { LabelSelector, Pod, PodTemplateSpec } from '../generated/types.ts'
import type { Reference } from './kind.ts'
import { podReferences } from './pod-facts.ts'

export const containerNames = (template: PodTemplateSpec | undefined): string =>
  (template?.spec?.containers ?? []).map(({ name }) => name).join(',')

export const images = (template: PodTemplateSpec | undefined): string =>
  (template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(',')

/** A selector as metav1.FormatLabelSelector prints it: `app=web,tier in (a,b)`. */
export function selectorText(selector: LabelSelector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` }))
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values }) => ({
    key,
    text: expressionText(key, operator, values ?? []),
  }))
  const parts = [...labels, ...expressions].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return parts.length === 0 ? '<none>' : parts.map(({ text }) => text).join(',')
}

function expressionText(key: string, operator: string, values: readonly string[]): string {
  if (operator === 'Exists') return key
  if (operator === 'DoesNotExist') return `!${key}`
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${[...values].sort().join(',')})`
}

/** What the pods of a template will point to. */
export function templateReferences(namespace: string, template: PodTemplateSpec | undefined): readonly Reference[] {
  if (template?.spec === undefined) return []
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: '', namespace }, spec: template.spec }
  return podReferences(pod).map((reference) => ({ ...reference, path: `spec.template.${reference.path}` }))
}
