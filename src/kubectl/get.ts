/**
 * `kubectl get KIND,KIND`: asks for Tables and prints them in columns, several one below the other, with the namespace
 * in front if all of them are meant. Follows kubernetes v1.36 kubectl/pkg/cmd/get and cli-runtime/pkg/printers.
 */
import type { Kind } from '../api/kinds/kind.ts'
import { errorText } from './errors.ts'
import { collectionPath, command, failure, getRequest, out, resourceName, statusOf, type Handle, type Line } from './session.ts'

interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[]
  readonly rows: readonly Row[]
}

interface Row {
  readonly cells: readonly (string | number)[]
  readonly object?: { readonly metadata?: { readonly namespace?: string } }
}

export interface GetOrder {
  readonly kinds: readonly Kind[]
  /** '' for all namespaces. */
  readonly namespace: string
}

export interface GetOutcome {
  readonly code: number
  readonly output: readonly Line[]
}

const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
/** Blanks between columns, as kubectl's tab writer has it. */
const padding = 3

export const getTable = (handle: Handle, { kind, namespace }: { kind: Kind; namespace: string }): GetOutcome => getTables(handle, { kinds: [kind], namespace })

export function getTables(handle: Handle, { kinds, namespace }: GetOrder): GetOutcome {
  const isScoped = kinds.some((kind) => kind.namespaced)
  const flag = !isScoped ? '' : namespace === '' ? ' -A' : ` -n ${namespace}`
  const said = command(`kubectl get ${kinds.map(({ plural }) => plural).join(',')}${flag}`)
  const blocks: string[][] = []
  for (const kind of kinds) {
    const answer = handle(getRequest(collectionPath(kind, namespace), asTable))
    if (answer.code >= 400) return { code: answer.code, output: [said, failure(errorText(statusOf(answer)))] }
    const table = JSON.parse(answer.body) as Table
    if (table.rows.length > 0) blocks.push(printTable(kind, table, { isAlone: kinds.length === 1, tellsNamespace: namespace === '' && kind.namespaced }))
  }
  const where = isScoped && namespace !== '' ? ` in ${namespace} namespace.` : ''
  if (blocks.length === 0) return { code: 200, output: [said, failure(`No resources found${where}`)] }
  return { code: 200, output: [said, ...blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])).map(out)] }
}

interface PrintOptions {
  /** One kind only: names go without their kind. */
  readonly isAlone: boolean
  readonly tellsNamespace: boolean
}

function printTable(kind: Kind, { columnDefinitions, rows }: Table, { isAlone, tellsNamespace }: PrintOptions): string[] {
  const shown = columnDefinitions.flatMap(({ priority }, index) => (priority === 0 ? [index] : []))
  const cellOf = ({ cells }: Row, index: number): string => (index === 0 && !isAlone ? resourceName({ kind, name: String(cells[0]) }) : String(cells[index] ?? ''))
  const lines = [
    [...(tellsNamespace ? ['NAMESPACE'] : []), ...shown.map((index) => (columnDefinitions[index]?.name ?? '').toUpperCase())],
    ...rows.map((row) => [...(tellsNamespace ? [row.object?.metadata?.namespace ?? ''] : []), ...shown.map((index) => cellOf(row, index))]),
  ]
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines.map((line) => line.map((cell, column) => (column === line.length - 1 ? cell : cell.padEnd((widths[column] ?? 0) + padding))).join(''))
}
