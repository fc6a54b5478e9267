/** The events that tell of an object, newest first; undefined until they are read. */
import { partsOfKey } from '../../view/world.ts'
import type { ObjectKey } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { useAsked } from './use-asked.ts'

export interface EventLine {
  readonly id: string
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly count: number
  readonly source: string
  /** Milliseconds of the calendar. */
  readonly last: number
  /** Of two in one second, the later has the larger revision. */
  readonly revision: number
}

const noEvents: readonly EventLine[] = []

export function useEvents(object: ObjectKey, uid: string): readonly EventLine[] | undefined {
  const latest = useCluster(({ world }) => world.facts.at(-1)?.id ?? 0)
  const { namespace } = partsOfKey(object)
  const within = namespace === '' ? '' : `/namespaces/${namespace}`
  const path = `/api/v1${within}/events?fieldSelector=${encodeURIComponent(`involvedObject.uid=${uid}`)}`
  return useAsked(path, latest, async (door) => (uid === '' ? noEvents : eventsIn((await door.api('GET', path)).body)))
}

interface ListedEvent {
  readonly metadata?: { readonly uid?: string; readonly creationTimestamp?: string; readonly resourceVersion?: string }
  readonly type?: string
  readonly reason?: string
  readonly message?: string
  readonly count?: number
  readonly lastTimestamp?: string | null
  readonly eventTime?: string | null
  readonly source?: { readonly component?: string }
  readonly reportingComponent?: string
}

function eventsIn(body: unknown): readonly EventLine[] {
  // The API server answered with an EventList.
  const items = ((body as { readonly items?: readonly ListedEvent[] } | null)?.items ?? []).map(
    ({ metadata, type, reason, message, count, lastTimestamp, eventTime, source, reportingComponent }, i): EventLine => ({
      id: metadata?.uid ?? String(i),
      type: type ?? 'Normal',
      reason: reason ?? '',
      message: message ?? '',
      count: count ?? 1,
      source: reportingComponent || source?.component || '',
      last: Date.parse(lastTimestamp ?? eventTime ?? metadata?.creationTimestamp ?? ''),
      revision: Number(metadata?.resourceVersion ?? 0),
    }),
  )
  return items.sort((a, b) => b.last - a.last || b.revision - a.revision)
}
