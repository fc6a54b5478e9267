/**
 * What the verbs of `kubectl set` have in common: they change the pod template of what is named, or a pod itself.
 * Follows kubernetes v1.36 kubectl/pkg/polymorphichelpers/updatepodspec.go.
 */
import type { Container, Pod, PodTemplateSpec } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { isObject } from '../../api/meta/json.ts'
import { change, together, type Said } from '../change.ts'
import { dryRunFlag } from '../dry-run.ts'
import { textError } from '../errors.ts'
import type { Flag } from '../flags.ts'
import { allFlag, fileFlags, look, namespaceFlag, select, selectorFlag, type Item } from '../select.ts'
import { finished, type Call, type Outcome } from '../verb.ts'
import { outputFlag } from '../writer-output.ts'

export const setFlags: readonly Flag[] = [namespaceFlag, selectorFlag, ...fileFlags, allFlag, dryRunFlag, outputFlag, { name: 'field-manager', type: 'text' }]

export type PodSpecOf = Pod['spec']

export interface PodChange {
  /** `image updated`. */
  readonly done: string
  readonly to: (spec: PodSpecOf) => PodSpecOf
  /** What speaks against it. */
  readonly problem?: (spec: PodSpecOf) => string | undefined
}

export function setInPods(call: Call, resources: readonly string[], wanted: PodChange): Outcome {
  const { items, errors } = select(call, resources)
  const { lines, errors: more } = together(items.map((item) => setOne(call, item, wanted)))
  return finished(lines, [...errors, ...more])
}

function setOne(call: Call, named: Item, { done, to, problem }: PodChange): Said {
  const found = named.source === '' ? { items: [named], errors: [] } : look(call, named, named.source)
  const item = found.items[0]
  if (!item) return { lines: [], errors: found.errors }
  const spec = podSpecOf(item.object)
  if (!spec) return { lines: [], errors: [textError(`the object is not a pod or does not have a pod template: ${item.kind.group}/${item.kind.version}, Kind=${item.kind.kind}`)] }
  const wrong = problem?.(spec)
  if (wrong !== undefined) return { lines: [], errors: [textError(wrong)] }
  return change(call, item, { to: withPodSpec(item.object, to(spec)), done })
}

function podSpecOf(object: ApiObject): PodSpecOf | undefined {
  const { spec } = object as Pod
  if (object.kind === 'Pod') return spec
  const template = (spec as unknown as { readonly template?: PodTemplateSpec } | undefined)?.template
  return isObject(template?.spec) ? template.spec : undefined
}

function withPodSpec(object: ApiObject, spec: PodSpecOf): ApiObject {
  if (object.kind === 'Pod') return { ...object, spec } as ApiObject
  const outer = (object as unknown as { readonly spec: { readonly template: PodTemplateSpec } }).spec
  return { ...object, spec: { ...outer, template: { ...outer.template, spec } } } as ApiObject
}

/** The same change to every container, init containers too. */
export const withContainers = (spec: PodSpecOf, change: (container: Container) => Container): PodSpecOf => ({
  ...spec,
  ...(spec.initContainers && { initContainers: spec.initContainers.map(change) }),
  containers: spec.containers.map(change),
})
