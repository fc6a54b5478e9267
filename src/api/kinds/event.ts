/**
 * Event of core/v1. Follows kubernetes v1.36 pkg/registry/core/event, pkg/apis/core/validation/events.go and
 * pkg/printers/internalversion (printEvent). The events.k8s.io group of the same objects does not exist here.
 */
import { ensureFields, setDefault } from '../defaults/draft.ts'
import type { Event } from '../generated/types.ts'
import { validateEvent, validateEventUpdate } from '../validation/event.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { ageOf } from './age.ts'
import { column } from './columns.ts'
import type { Kind } from './kind.ts'

export const eventKind: Kind<Event> = {
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  categories: [],
  namespaced: true,
  generation: false,
  subresources: [],
  createsOnUpdate: true,
  ignoresPropagation: true,
  applyDefaults(draft) {
    ensureFields(draft, 'involvedObject')
    ensureFields(draft, 'source')
    setDefault(draft, 'reportingComponent', '')
    setDefault(draft, 'reportingInstance', '')
    for (const time of ['eventTime', 'firstTimestamp', 'lastTimestamp']) draft[time] ??= null
  },
  validateName: nameIsDNSSubdomain,
  validate: validateEvent,
  validateUpdate: validateEventUpdate,
  selectableFields: (event) => ({
    'involvedObject.kind': event.involvedObject.kind ?? '',
    'involvedObject.namespace': event.involvedObject.namespace ?? '',
    'involvedObject.name': event.involvedObject.name ?? '',
    'involvedObject.uid': event.involvedObject.uid ?? '',
    'involvedObject.apiVersion': event.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': event.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': event.involvedObject.fieldPath ?? '',
    reason: event.reason ?? '',
    reportingComponent: event.reportingComponent ?? '',
    source: event.source?.component || (event.reportingComponent ?? ''),
    type: event.type ?? '',
  }),
  columns: [
    column('Last Seen', (event, now) => lastSeen(event, now), {
      description: 'The time at which the most recent occurrence of this event was recorded.',
    }),
    column('Type', (event) => event.type ?? '', { description: 'Type of this event (Normal, Warning), new types could be added in the future' }),
    column('Reason', (event) => event.reason ?? '', {
      description: "This should be a short, machine understandable string that gives the reason for the transition into the object's current status.",
    }),
    column('Object', (event) => target(event), { description: 'The object that this event is about.' }),
    column('Subobject', (event) => event.involvedObject.fieldPath ?? '', {
      wide: true,
      description:
        'If referring to a piece of an object instead of an entire object, this string should contain a valid JSON/Go field access statement, such as desiredState.manifest.containers[2]. For example, if the object reference is to a container within a pod, this would take on a value like: "spec.containers{name}" (where "name" refers to the name of the container that triggered the event) or if no container name is specified "spec.containers[2]" (container with index 2 in this pod). This syntax is chosen only to have some well-defined way of referencing a part of an object.',
    }),
    column('Source', (event) => source(event), { wide: true, description: 'The component reporting this event. Should be a short machine understandable string.' }),
    column('Message', (event) => (event.message ?? '').trim(), { description: 'A human-readable description of the status of this operation.' }),
    column('First Seen', (event, now) => ageOf(event.firstTimestamp ?? event.eventTime, now), {
      wide: true,
      description: 'The time at which the event was first recorded. (Time of server receipt is in TypeMeta.)',
    }),
    column('Count', (event) => event.series?.count ?? event.count ?? 1, {
      wide: true,
      description: 'The number of times this event has occurred.',
    }),
    column('Name', (event) => event.metadata.name, { wide: true, description: 'Name of the event.' }),
  ],
  row: (event) => ({
    health: event.type === 'Warning' ? 'warn' : 'none',
    phase: event.reason ?? '',
    detail: { object: target(event), message: event.message ?? '', count: event.series?.count ?? event.count ?? 1 },
  }),
}

const lastSeen = (event: Event, now: string): string =>
  ageOf(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.firstTimestamp ?? event.eventTime, now)

const target = (event: Event): string =>
  event.involvedObject.name ? `${(event.involvedObject.kind ?? '').toLowerCase()}/${event.involvedObject.name}` : (event.involvedObject.kind ?? '').toLowerCase()

function source(event: Event): string {
  const component = event.source?.component || (event.reportingComponent ?? '')
  const host = event.source?.host || (event.reportingInstance ?? '')
  return host === '' ? component : `${component}, ${host}`
}
