/**
 * What the status of a namespace says while it is being deleted. Follows kubernetes v1.36
 * pkg/controller/namespace/deletion/status_condition_utils.go.
 */
import type { NamespaceCondition } from '../../../api/generated/types.ts'

export interface Remaining {
  /** Objects left, by `RESOURCE.GROUP`; the core group's resources end in a dot. */
  readonly resources: ReadonlyMap<string, number>
  /** Objects that a finalizer holds, by finalizer. */
  readonly finalizers: ReadonlyMap<string, number>
  /** What could not be deleted, if anything. */
  readonly failure: string
}

type Text = Omit<NamespaceCondition, 'lastTransitionTime'>

export function conditionsFor({ resources, finalizers, failure }: Remaining): Text[] {
  return [
    no('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    no('NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'),
    failure === ''
      ? no('NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization')
      : yes('NamespaceDeletionContentFailure', 'ContentDeletionFailed', failure),
    resources.size === 0
      ? no('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed')
      : yes('NamespaceContentRemaining', 'SomeResourcesRemain', `Some resources are remaining: ${list(resources, 'has', 'resource instances')}`),
    finalizers.size === 0
      ? no('NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished')
      : yes(
          'NamespaceFinalizersRemaining',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${list(finalizers, 'in', 'resource instances')}`,
        ),
  ]
}

const no = (type: string, reason: string, message: string): Text => ({ type, status: 'False', reason, message })
const yes = (type: string, reason: string, message: string): Text => ({ type, status: 'True', reason, message })

const list = (counts: ReadonlyMap<string, number>, verb: string, what: string): string =>
  [...counts]
    .map(([name, count]) => `${name} ${verb} ${count} ${what}`)
    .sort()
    .join(', ')

/** Each condition as it was if it says the same, else the new one; undefined if nothing changed. */
export function updatedConditions(known: readonly NamespaceCondition[], texts: readonly Text[], now: string): NamespaceCondition[] | undefined {
  const conditions = [...known]
  let isChanged = false
  for (const text of texts) {
    const index = conditions.findIndex(({ type }) => type === text.type)
    const old = conditions[index]
    if (old?.status === text.status && old.reason === text.reason && old.message === text.message) continue
    isChanged = true
    conditions[index < 0 ? conditions.length : index] = { ...text, lastTransitionTime: now }
  }
  return isChanged ? conditions : undefined
}
