/** `--dry-run=client|server|none` and what is said behind an object's line because of it. Follows kubernetes v1.36 kubectl/pkg/cmd/util. */
import { textOf, type Flag } from './flags.ts'
import type { Call } from './verb.ts'

export const dryRunFlag: Flag = { name: 'dry-run', type: 'text', alone: 'unchanged' }

export type DryRun = 'none' | 'client' | 'server'

export function dryRunOf({ flags }: Pick<Call, 'flags'>): DryRun {
  const text = textOf(flags, 'dry-run', 'none')
  if (text === 'server') return 'server'
  return text === 'client' || text === 'unchanged' || text === 'true' ? 'client' : 'none'
}

export const dryRunQuery = (call: Pick<Call, 'flags'>): { readonly [name: string]: string } => (dryRunOf(call) === 'server' ? { dryRun: 'All' } : {})

/** Said behind an object's line. */
export const dryRunNotes: { readonly [mode in DryRun]: string } = { none: '', client: ' (dry run)', server: ' (server dry run)' }
/** For verbs that say nothing of a dry run. */
export const withoutNote = (call: Call): Call => ({ ...call, flags: { given: { ...call.flags.given, 'dry-run': ['none'] } } })

export const dryRunNote = (call: Pick<Call, 'flags'>): string => dryRunNotes[dryRunOf(call)]
