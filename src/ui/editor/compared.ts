/** What is told of a comparison: how much an apply would do, and both sides as texts. */
import type { CompareResult } from '../../worker/protocol.ts'

/** How much an apply would do. */
export function countsOf({ documents }: CompareResult): { readonly fields: number; readonly created: number } {
  return {
    fields: documents.reduce((sum, { fields }) => sum + fields.length, 0),
    created: documents.filter(({ verb }) => verb === 'created').length,
  }
}

/** All documents as one text, as it is and as it would be. */
export function textsOf({ documents }: CompareResult): { readonly before: string; readonly after: string } {
  const joined = (texts: readonly string[]) => texts.filter((text) => text !== '').join('---\n')
  return { before: joined(documents.map(({ before }) => before)), after: joined(documents.map(({ after }) => after)) }
}
