/** One thing that was found: its sign, its name with the letters that were typed, and what tells it from others. */
import { Cpu, FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Address } from '../inspector/address.tsx'
import { Glyph } from '../shell/glyph.tsx'
import { glyphOfRequest } from '../panels/request-glyph.ts'
import type { Entry, EntryOf } from './entry.ts'
import { lettersFound } from './rank.ts'

interface LineProps<T extends Entry['type']> {
  readonly entry: EntryOf<T>
  readonly query: string
}

export function EntryLine({ entry, query }: { readonly entry: Entry; readonly query: string }) {
  if (entry.type === 'object') return <ObjectEntry entry={entry} query={query} />
  if (entry.type === 'part') return <PartEntry entry={entry} query={query} />
  if (entry.type === 'file') return <FileEntry entry={entry} query={query} />
  if (entry.type === 'request') return <RequestEntry entry={entry} query={query} />
  return <ActionEntry entry={entry} query={query} />
}

const ObjectEntry = ({ entry: { row, kind }, query }: LineProps<'object'>) => (
  <>
    <Glyph state={row.health} />
    <Marked text={row.name} query={query} />
    {row.ip !== '' && <Address address={row.ip} />}
    <span className="search-hint">{row.namespace === '' ? kind : `${kind} · ${row.namespace}`}</span>
  </>
)

const PartEntry = ({ entry: { text, hint }, query }: LineProps<'part'>) => (
  <>
    <Cpu size={14} />
    <Marked text={text} query={query} />
    <span className="search-hint">{hint}</span>
  </>
)

const FileEntry = ({ entry: { name }, query }: LineProps<'file'>) => (
  <>
    <FileText size={14} />
    <Marked text={name} query={query} />
  </>
)

function RequestEntry({ entry: { request }, query }: LineProps<'request'>) {
  const { t } = useTranslation()
  return (
    <>
      <Glyph state={glyphOfRequest(request)} label={t(`requests.outcome.${request.outcome}`)} />
      <Marked text={request.url} query={query} />
      <span className="search-hint">{t('search:request', { id: request.id })}</span>
    </>
  )
}

const ActionEntry = ({ entry: { Icon, text, hint, keys }, query }: LineProps<'action'>) => (
  <>
    <Icon size={14} />
    <Marked text={text} query={query} />
    {hint !== '' && <span className="faint">{hint}</span>}
    {keys !== '' && <kbd>{keys}</kbd>}
  </>
)

function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  const found = lettersFound(text, query)
  if (found.size === 0) return <span className="search-name">{text}</span>
  return <span className="search-name">{runsOf(text, found).map(({ at, run, isFound }) => (isFound ? <mark key={at}>{run}</mark> : run))}</span>
}

interface Run {
  readonly at: number
  readonly run: string
  readonly isFound: boolean
}

/** Neighbouring letters that were found, or were not, as one. */
function runsOf(text: string, found: ReadonlySet<number>): readonly Run[] {
  const starts = Array.from(text, (_, at) => at).filter((at) => at === 0 || found.has(at) !== found.has(at - 1))
  return starts.map((at, index) => ({ at, run: text.slice(at, starts[index + 1]), isFound: found.has(at) }))
}
