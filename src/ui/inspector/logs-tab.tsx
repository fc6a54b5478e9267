/** What a pod's containers wrote, as `kubectl logs` would print it; it follows as long as its end is in view. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../view/world.ts'
import type { ApiAnswer, CatalogueKind } from '../../worker/protocol.ts'
import { Segments } from '../shell/segments.tsx'
import { useCluster } from '../store.ts'
import { detailOf, type PodDetail } from './details.ts'
import { pathOf } from './kind.ts'
import { useAsked } from './use-asked.ts'

/** Lines that are asked for. */
const tailLines = 500
/** Micros of the cluster's time after which the log is read again. */
const freshness = 250_000
/** Pixels from the end that still count as the end. */
const nearEnd = 24

/** A container's present run, or the one before its last restart. */
interface Run {
  readonly container: string
  readonly previous: boolean
}

export function LogsTab({ row, kind }: { readonly row: Row; readonly kind: CatalogueKind }) {
  const { t } = useTranslation('facts')
  const runs = runsOf(row)
  const [chosen, choose] = useState(0)
  const moment = useCluster(({ world }) => Math.floor(world.now / freshness))
  const run = runs[chosen] ?? runs[0]
  const query = new URLSearchParams({ container: run?.container ?? '', previous: String(run?.previous ?? false), tailLines: String(tailLines) })
  const path = `${pathOf(kind, row.key)}/log?${query.toString()}`
  const text = useAsked(path, `${moment} ${row.revision}`, async (door) => textOf(await door.api('GET', path)))
  const choices = runs.map(({ container, previous }, value) => ({ value, label: previous ? t('inspector.logs.previous', { container }) : container }))
  return (
    <>
      {runs.length > 1 && (
        <div className="logs-runs">
          <Segments label={t('inspector.logs.run')} value={chosen < runs.length ? chosen : 0} choices={choices} onChoose={choose} />
        </div>
      )}
      {text === undefined ? <p className="inspector-note">{t('inspector.reading')}</p> : <Log key={path} text={text} />}
    </>
  )
}

function Log({ text }: { readonly text: string }) {
  const { t } = useTranslation('facts')
  const isEmpty = text === ''
  const end = useRef<HTMLDivElement>(null)
  const isFollowed = useRef(true)
  useLayoutEffect(() => {
    if (isFollowed.current) end.current?.scrollIntoView({ block: 'end' })
  }, [text])
  useEffect(() => {
    const body = end.current?.closest('.inspector-body')
    const look = () => {
      if (body) isFollowed.current = body.scrollHeight - body.scrollTop - body.clientHeight < nearEnd
    }
    body?.addEventListener('scroll', look)
    return () => body?.removeEventListener('scroll', look)
  }, [isEmpty])
  if (isEmpty) return <p className="inspector-note">{t('inspector.logs.empty')}</p>
  return (
    <>
      {/* A long text scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="log" tabIndex={0} role="region" aria-label={t('inspector.tabs.logs')}>
        {text}
      </pre>
      <div ref={end} />
    </>
  )
}

const runsOf = (row: Row): readonly Run[] =>
  detailOf<PodDetail>(row).containers.flatMap(({ name, restarts }) => [{ container: name, previous: false }, ...(restarts > 0 ? [{ container: name, previous: true }] : [])])

/** The log, or the words of the refusal. */
function textOf({ body }: ApiAnswer): string {
  if (typeof body === 'string') return body
  return (body as { readonly message?: string } | null)?.message ?? ''
}
