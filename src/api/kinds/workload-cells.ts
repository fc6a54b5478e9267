/** What the kinds with a pod template say about it. Follows kubernetes v1.36 pkg/printers/internalversion (layoutContainerCells). */
import type { LabelSelector, Pod, PodTemplateSpec } from '../generated/types.ts'
import type { ApiObject } from '../meta/object.ts'
import { printSelector, requirementsOf } from '../meta/selector.ts'
import { column } from './columns.ts'
import type { PrinterColumn, Reference } from './kind.ts'
import { podReferences } from './pod-facts.ts'

const containerNames = (template: PodTemplateSpec | undefined): string =>
  (template?.spec?.containers ?? []).map(({ name }) => name).join(',')

export const images = (template: PodTemplateSpec | undefined): string =>
  (template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(',')

/** What `-o wide` adds for whatever makes pods from a template. */
export const templateColumns: readonly PrinterColumn<ApiObject & { readonly spec: { readonly template?: PodTemplateSpec } }>[] = [
  column('Containers', ({ spec }) => containerNames(spec.template), { wide: true, description: 'Names of each container in the template.' }),
  column('Images', ({ spec }) => images(spec.template), { wide: true, description: 'Images referenced by each container in the template.' }),
]

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
