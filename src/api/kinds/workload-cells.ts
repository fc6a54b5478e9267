/** What the kinds with a pod template say about it. Follows kubernetes v1.36 pkg/printers/internalversion (layoutContainerCells). */
import type { LabelSelector, Pod, PodTemplateSpec } from '../generated/types.ts'
import { printSelector, requirementsOf } from '../meta/selector.ts'
import type { Reference } from './kind.ts'
import { podReferences } from './pod-facts.ts'

export const containerNames = (template: PodTemplateSpec | undefined): string =>
  (template?.spec?.containers ?? []).map(({ name }) => name).join(',')

export const images = (template: PodTemplateSpec | undefined): string =>
  (template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(',')

/** `app=web,tier in (a,b)`, or `<none>`. */
export function selectorText(selector: LabelSelector | undefined): string {
  const text = selector === undefined ? '' : printSelector(requirementsOf(selector))
  return text === '' ? '<none>' : text
}

/** What the pods of a template will point to. */
export function templateReferences(namespace: string, template: PodTemplateSpec | undefined): readonly Reference[] {
  if (template?.spec === undefined) return []
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: '', namespace }, spec: template.spec }
  return podReferences(pod).map((reference) => ({ ...reference, path: `spec.template.${reference.path}` }))
}
