/**
 * What the verbs of `kubectl set` have in common: they change the pod template of what is named, or a pod itself.
 * Follows kubernetes v1.36 kubectl/pkg/polymorphichelpers/updatepodspec.go.
 */
import type { Container, Pod, PodTemplateSpec } from '../../api/generated/types.ts'
import type { Kind } from '../../api/kinds/kind.ts'
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

/** The changed object, or what speaks against it. */
export type ObjectChange = (object: ApiObject, kind: Kind) => ApiObject | string

export function setIn(call: Call, resources: readonly string[], { done, to }: { readonly done: string; readonly to: ObjectChange }): Outcome {
  const { items, errors } = select(call, resources)
  const { lines, errors: more } = together(items.map((item) => setOne(call, item, { done, to })))
  return finished(lines, [...errors, ...more])
}

export const setInPods = (call: Call, resources: readonly string[], { done, to, problem }: PodChange): Outcome =>
  setIn(call, resources, {
    done,
    to: (object, kind) => {
      const spec = podSpecOf(object)
      if (!spec) return `the object is not a pod or does not have a pod template: ${kind.group}/${kind.version}, Kind=${kind.kind}`
      return problem?.(spec) ?? withPodSpec(object, to(spec))
    },
  })

function setOne(call: Call, named: Item, { done, to }: { readonly done: string; readonly to: ObjectChange }): Said {
  const found = named.source === '' ? { items: [named], errors: [] } : look(call, named, named.source)
  const item = found.items[0]
  if (!item) return { lines: [], errors: found.errors }
  const changed = to(item.object, item.kind)
  return typeof changed === 'string' ? { lines: [], errors: [textError(changed)] } : change(call, item, { to: changed, done })
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
