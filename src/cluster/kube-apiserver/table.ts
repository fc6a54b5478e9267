/** The form in which kubectl asks for objects it prints: rows of cells. Follows kubernetes v1.36 pkg/printers and meta/v1 Table. */
import type { Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'

export interface TableOptions {
  readonly now: string
  readonly resourceVersion: string
  /** `None`, `Metadata` or `Object`: what stands beside each row. */
  readonly includeObject: string
  readonly withColumns: boolean
}

export function tableOf(kind: Kind, objects: readonly ApiObject[], options: TableOptions): object {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion: options.resourceVersion },
    columnDefinitions: options.withColumns ? kind.columns.map(definition) : null,
    rows: objects.map((object) => ({
      cells: kind.columns.map((column) => column.cell(object, options.now)),
      ...(options.includeObject !== 'None' && { object: options.includeObject === 'Object' ? object : metadataOf(object) }),
    })),
  }
}

const definition = ({ name, type, priority, description }: Kind['columns'][number]) => ({
  name,
  type,
  format: name === 'Name' ? 'name' : '',
  description,
  priority,
})

const metadataOf = ({ metadata }: ApiObject) => ({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata })

export const wantsTable = (accept: string): boolean => /as=Table/.test(accept) && /g=meta\.k8s\.io/.test(accept)
