/** What the search can find. Choosing an entry does what its button elsewhere in the page does. */
import type { LucideIcon } from 'lucide-react'
import type { Row } from '../../view/world.ts'
import type { RequestSummary } from '../../worker/protocol.ts'
import type { Findable } from './rank.ts'

export type Entry = Findable & {
  /** The same for the same thing each time it is looked for. */
  readonly id: string
  readonly act: () => unknown
} & (
    | { readonly type: 'object'; readonly row: Row; readonly kind: string }
    /** `kubelet/node-1`; or a controller, whose process is given as its part. */
    | { readonly type: 'part'; readonly text: string; readonly part: string; readonly hint: string }
    | { readonly type: 'file'; readonly name: string }
    | { readonly type: 'request'; readonly request: RequestSummary }
    | { readonly type: 'action'; readonly text: string; readonly hint: string; readonly Icon: LucideIcon; readonly keys: string }
  )

export type EntryOf<T extends Entry['type']> = Extract<Entry, { readonly type: T }>
