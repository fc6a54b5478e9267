/** Rows in columns, as Go's tabwriter prints them: blanks between, the last cell as it is. */
export function columns(rows: readonly (readonly string[])[], padding: number): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)))
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) + padding - [...cell].length))).join(''))
}
