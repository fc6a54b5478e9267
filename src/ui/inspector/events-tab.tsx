/** Events in kubectl's words: reason, message, who says so, how often and when. */
import { useTranslation } from 'react-i18next'
import { ageText } from '../../view/format.ts'
import { Glyph } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import type { EventLine } from './use-events.ts'

export function EventsTab({ events }: { readonly events: readonly EventLine[] }) {
  return (
    <ul className="event-list">
      {events.map((event) => (
        <Event key={event.id} event={event} />
      ))}
    </ul>
  )
}

function Event({ event: { type, reason, message, count, source, last } }: { readonly event: EventLine }) {
  const { t } = useTranslation('facts')
  const age = useCluster(({ boot, world }) => (boot ? ageText(Math.max(0, Date.parse(boot.born) * 1_000 + world.now - last * 1_000)) : ''))
  return (
    <li>
      <Glyph state={type === 'Warning' ? 'warn' : 'ok'} label={type} />
      <div>
        <div className="event-head">
          <b>{reason}</b>
          {count > 1 && <span>{t('inspector.events.times', { count })}</span>}
          <span className="grow" />
          <span>{t('inspector.events.ago', { age })}</span>
        </div>
        <p>{message}</p>
        <p className="event-source">{source}</p>
      </div>
    </li>
  )
}
