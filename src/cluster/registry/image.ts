/** What one file of `images/` says about one repository: its tags, their size and what runs in them. */
import type { Program } from '../network/program.ts'

export interface ImageDefinition {
  /** As containerd names it: `docker.io/library/nginx`. */
  readonly repository: string
  /** Tags that exist; `any` where a public repository has more tags than could be listed. */
  readonly tags: readonly TagDefinition[] | 'any'
  /** For `any`: its youngest release, `1.31`, where its tags are releases (see `isRelease`). */
  readonly newest?: string
  /** For `any`, and for tags that do not say otherwise: compressed bytes, as the registry serves them. */
  readonly sizeBytes: number
  readonly program: Program
}

export interface TagDefinition {
  readonly tag: string
  readonly sizeBytes?: number
  readonly program?: Program
}
