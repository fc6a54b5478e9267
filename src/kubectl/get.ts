/** `kubectl get KIND`: asks for a Table and prints it in columns. Follows kubernetes v1.36 cli-runtime/pkg/printers. */
import type { Kind } from '../api/kinds/kind.ts'
import { errorText } from './errors.ts'
import { collectionPath, command, failure, getRequest, out, statusOf, type Handle, type Line } from './session.ts'

interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[]
  readonly rows: readonly { readonly cells: readonly (string | number)[] }[]
}

const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
/** Blanks between columns, as kubectl's tab writer has it. */
const padding = 3

export function getTable(handle: Handle, { kind, namespace }: { kind: Kind; namespace: string }): { code: number; output: readonly Line[] } {
  const said = command(`kubectl get ${kind.plural}${kind.namespaced && namespace !== '' ? ` -n ${namespace}` : ''}`)
  const answer = handle(getRequest(collectionPath(kind, namespace), asTable))
  if (answer.code >= 400) return { code: answer.code, output: [said, failure(errorText(statusOf(answer)))] }
  const table = JSON.parse(answer.body) as Table
  const where = kind.namespaced && namespace !== '' ? ` in ${namespace} namespace.` : ''
  if (table.rows.length === 0) return { code: 200, output: [said, failure(`No resources found${where}`)] }
  return { code: 200, output: [said, ...printTable(table).map(out)] }
}

function printTable({ columnDefinitions, rows }: Table): string[] {
  const shown = columnDefinitions.flatMap(({ priority }, index) => (priority === 0 ? [index] : []))
  const lines = [
    shown.map((index) => (columnDefinitions[index]?.name ?? '').toUpperCase()),
    ...rows.map(({ cells }) => shown.map((index) => String(cells[index] ?? ''))),
  ]
  const widths = shown.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines.map((line) => line.map((cell, column) => (column === line.length - 1 ? cell : cell.padEnd((widths[column] ?? 0) + padding))).join(''))
}
