/** Tables as the API server gives them, printed in columns one below the other. Follows kubernetes v1.36 cli-runtime/pkg/printers/tableprinter.go. */
import type { Kind } from '../api/kinds/kind.ts'
import { columns } from './columns.ts'
import { resourceName } from './session.ts'

export interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[]
  readonly rows: readonly Row[]
}

export interface Row {
  readonly cells: readonly (string | number | boolean | null)[]
  readonly object?: { readonly metadata?: { readonly namespace?: string; readonly labels?: { readonly [key: string]: string } } }
}

export interface TableOf {
  readonly kind: Kind
  readonly table: Table
}

export interface TableOptions {
  /** Several kinds: names go with their kind. */
  readonly namesKinds: boolean
  readonly tellsNamespace: boolean
  readonly isWide: boolean
  readonly showsLabels: boolean
  readonly labelColumns: readonly string[]
  readonly hasHeaders: boolean
}

/** Blanks between columns, as kubectl's tab writer has it. */
const padding = 3

export function printTables(tables: readonly TableOf[], options: TableOptions): string[] {
  return tables.flatMap((table, index) => [...(index === 0 ? [] : ['']), ...printTable(table, options)])
}

function printTable({ kind, table: { columnDefinitions, rows } }: TableOf, options: TableOptions): string[] {
  const shown = columnDefinitions.flatMap(({ priority }, index) => (priority === 0 || options.isWide ? [index] : []))
  const tellsNamespace = options.tellsNamespace && kind.namespaced
  const cellOf = ({ cells }: Row, index: number): string => (index === 0 && options.namesKinds ? resourceName({ kind, name: String(cells[0]) }) : String(cells[index] ?? ''))
  const header = [
    ...(tellsNamespace ? ['NAMESPACE'] : []),
    ...shown.map((index) => (columnDefinitions[index]?.name ?? '').toUpperCase()),
    ...options.labelColumns.map((name) => name.replace(/^.*\//, '').toUpperCase()),
    ...(options.showsLabels ? ['LABELS'] : []),
  ]
  const lines = rows.map((row) => {
    const { namespace = '', labels = {} } = row.object?.metadata ?? {}
    return [
      ...(tellsNamespace ? [namespace] : []),
      ...shown.map((index) => cellOf(row, index)),
      ...options.labelColumns.map((name) => labels[name] ?? ''),
      ...(options.showsLabels ? [labelText(labels)] : []),
    ]
  })
  return columns(options.hasHeaders ? [header, ...lines] : lines, padding)
}

function labelText(labels: { readonly [key: string]: string }): string {
  const pairs = Object.keys(labels).sort().map((key) => `${key}=${labels[key] ?? ''}`)
  return pairs.length === 0 ? '<none>' : pairs.join(',')
}
