/** How a file stands to the cluster, told from what was applied and from what is there now. */
import type { CatalogueKind, ObjectKey } from '../../worker/protocol.ts'
import { objectKey, type World } from '../../view/world.ts'
import type { TextDocument } from './documents.ts'
import type { AppliedObject, FileState } from './files.ts'

/** `new`: not applied by the moment that is shown; `changed`: the object is no longer what was applied; `gone`: it is no longer there. */
export type Standing = 'new' | 'same' | 'edited' | 'refused' | 'changed' | 'gone'

export function standingOf(file: FileState, world: World): Standing {
  if (file.refused) return 'refused'
  if (file.applied === '' || file.objects.some(({ revision }) => world.revision < revision)) return 'new'
  const objects = file.objects.map((object) => objectStanding(object, world))
  if (objects.includes('gone')) return 'gone'
  if (file.applied !== file.text) return 'edited'
  return objects.includes('changed') ? 'changed' : 'same'
}

function objectStanding({ key, desired, revision }: AppliedObject, world: World): 'same' | 'changed' | 'gone' {
  const row = world.byKey.get(key)
  if (!row || row.deleting) return 'gone'
  return row.revision < revision || (desired >= 0 && row.desired >= 0 && row.desired !== desired) ? 'changed' : 'same'
}

/** The key of the object a document speaks of, if its kind is known. */
export function keyOf({ kind, namespace, name }: Pick<TextDocument, 'kind' | 'namespace' | 'name'>, kinds: readonly CatalogueKind[]): ObjectKey | undefined {
  const known = kinds.find((each) => each.kind === kind)
  return known && objectKey(known.resource, known.namespaced ? namespace || 'default' : '', name)
}
