/** Where the manifest of an object stands in the person's files: its own, or that of what made it. */
import type { CatalogueKind, ObjectKey } from '../../worker/protocol.ts'
import { documentsOf, type TextDocument } from './documents.ts'
import type { FileState } from './files.ts'
import { keyOf } from './standing.ts'

export interface ManifestPlace {
  readonly file: string
  /** The line that has the object's name. */
  readonly line: number
}

/** What is nearest in the line of owners counts; of two files the open one. */
export function findManifest(keys: readonly ObjectKey[], { files, open }: { readonly files: readonly FileState[]; readonly open: string }, kinds: readonly CatalogueKind[]): ManifestPlace | undefined {
  const openFirst = [...files].sort((a, b) => Number(b.name === open) - Number(a.name === open))
  for (const key of keys) {
    for (const file of openFirst) {
      const found = documentsIn(file).find((document) => keyOf(document, kinds) === key)
      if (found) return { file: file.name, line: found.nameLine }
    }
  }
  return undefined
}

/** A file's texts are read once: with another text it is another object. */
const read = new WeakMap<FileState, readonly TextDocument[]>()

function documentsIn(file: FileState): readonly TextDocument[] {
  const known = read.get(file) ?? documentsOf(file.text)
  read.set(file, known)
  return known
}
