/** `-o custom-columns=NAME:.metadata.name,…`. Follows kubernetes v1.36 kubectl/pkg/cmd/get/customcolumn.go. */
import { goPrint } from '../api/patch/go-print.ts'
import { columns } from './columns.ts'
import { evaluate } from './json-path.ts'

const badPath = "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"

/** Lines, or what is wrong with the columns. */
export function customColumns(spec: string, objects: readonly unknown[], hasHeaders: boolean): readonly string[] | string {
  if (spec === '') return 'custom-columns format specified but no custom columns given'
  const headers: string[] = []
  const paths: string[] = []
  for (const part of spec.split(',')) {
    const colon = part.indexOf(':')
    if (colon < 0) return `unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`
    const path = part.slice(colon + 1)
    if (path.startsWith('{') !== path.endsWith('}')) return badPath
    headers.push(part.slice(0, colon))
    paths.push(path)
  }
  const rows: string[][] = []
  for (const object of objects) {
    const cells = paths.map((path) => cellOf(object, path))
    const wrong = cells.find((cell) => typeof cell !== 'string')
    if (wrong !== undefined && typeof wrong !== 'string') return wrong.message
    rows.push(cells.map(String))
  }
  return columns(hasHeaders ? [headers, ...rows] : rows, 3)
}

function cellOf(object: unknown, path: string): string | { readonly message: string } {
  const found = evaluate(object, path)
  if (!found.ok) return found
  return found.values.length === 0 ? '<none>' : found.values.map(goPrint).join(',')
}
