/** One object in tabs: summary, live YAML, its events and logs, what followed from its last change, and why it is as it is. */
import { Tabs } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { ageText } from '../../view/format.ts'
import { partsOfKey, type Row } from '../../view/world.ts'
import type { CatalogueKind, ObjectKey } from '../../worker/protocol.ts'
import { MenuButton } from '../menu/menu-button.tsx'
import { hasMenu } from '../menu/open-menu.ts'
import { openTab, useCluster, useView, type InspectorTab } from '../store.ts'
import { Actions } from './actions.tsx'
import { ChangeSteps } from './change-steps.tsx'
import { EventsTab } from './events-tab.tsx'
import { Head } from './head.tsx'
import { useKind } from './kind.ts'
import { LogsTab } from './logs-tab.tsx'
import { RolloutTab } from './rollout-tab.tsx'
import { Summary } from './summary.tsx'
import { TraceTab } from './trace-tab.tsx'
import { useEvents, type EventLine } from './use-events.ts'
import { useStory, type Story } from './use-story.ts'
import { WhyTab } from './why-tab.tsx'
import { YamlTab } from './yaml-tab.tsx'

const noEvents: readonly EventLine[] = []

const tabNames = ['summary', 'yaml', 'events', 'logs', 'rollout', 'trace', 'why'] as const satisfies readonly InspectorTab[]

export function ObjectInspector({ object }: { readonly object: ObjectKey }) {
  const { t } = useTranslation('facts')
  const row = useCluster(({ world }) => world.byKey.get(object))
  const kind = useKind(object)
  const story = useStory(object)
  const events = useEvents(object, row?.uid ?? '')
  const wanted = useView((state) => state.inspectorTab)
  const has: { readonly [tab in InspectorTab]: boolean } = {
    summary: row !== undefined,
    yaml: row !== undefined,
    // What is not read yet keeps its tab while that is open, so that nothing flickers.
    events: events ? events.length > 0 : wanted === 'events',
    logs: row?.resource === 'pods',
    rollout: row?.resource === 'deployments.apps',
    trace: story.isRead ? story.hops.length > 0 : wanted === 'trace',
    why: true,
  }
  const shown = tabNames.filter((tab) => has[tab])
  const tab = has[wanted] ? wanted : (shown[0] ?? 'why')
  return (
    <div className="inspector">
      {row && kind ? <ObjectHead row={row} kind={kind} /> : <Head state="none" title={partsOfKey(object).name} sub={t('inspector.gone')} />}
      <div className="inspector-actions">
        <ChangeSteps of={object} />
        {row && kind && <Actions row={row} kind={kind} />}
      </div>
      <Tabs.Root className="inspector-tabs" value={tab} onValueChange={(value) => openTab(tabNames.find((name) => name === value) ?? 'summary')}>
        <Tabs.List className="tabs" aria-label={t('inspector.tabs.label')}>
          {shown.map((name) => (
            <Tabs.Trigger key={name} value={name}>
              {t(`inspector.tabs.${name}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content className="inspector-body" value={tab}>
          <TabBody tab={tab} row={row} kind={kind} story={story} events={events ?? noEvents} object={object} />
        </Tabs.Content>
      </Tabs.Root>
    </div>
  )
}

interface TabBodyProps {
  readonly tab: InspectorTab
  readonly object: ObjectKey
  readonly row: Row | undefined
  readonly kind: CatalogueKind | undefined
  readonly story: Story
  readonly events: readonly EventLine[]
}

function TabBody({ tab, object, row, kind, story, events }: TabBodyProps) {
  if (tab === 'events') return <EventsTab events={events} />
  if (tab === 'trace') return <TraceTab object={object} hops={story.hops} />
  if (tab === 'why') return <WhyTab key={object} object={object} />
  if (!row || !kind) return null
  if (tab === 'logs') return <LogsTab key={object} row={row} kind={kind} />
  if (tab === 'rollout') return <RolloutTab row={row} />
  return tab === 'yaml' ? <YamlTab row={row} kind={kind} /> : <Summary row={row} kind={kind} />
}

function ObjectHead({ row, kind }: { readonly row: Row; readonly kind: CatalogueKind }) {
  const { t } = useTranslation('facts')
  const age = useCluster(({ world }) => ageText(world.now - row.created))
  const params = { kind: kind.kind, namespace: row.namespace, age }
  const menu = hasMenu(row.key) && <MenuButton subject={{ type: 'object', key: row.key }} name={row.name} />
  return <Head state={row.health} title={row.name} menu={menu} badge={<StateBadge row={row} />} sub={t(row.namespace === '' ? 'inspector.clusterWide' : 'inspector.in', params)} />
}

function StateBadge({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  const tone = row.health === 'none' ? '' : row.health
  if (row.deleting) return <span className="badge terminating">{t('inspector.deleting')}</span>
  const isWorkload = row.resource === 'deployments.apps' || row.resource === 'replicasets.apps'
  const ready = rolloutWords.has(row.phase) && row.ready >= row.desired ? t(`inspector.rollout.${row.phase}`) : t('inspector.ready', { ready: row.ready, desired: row.desired })
  const text = isWorkload ? ready : row.resource === 'services' || row.phase.length > 24 ? '' : row.phase
  return text === '' ? null : <span className={`badge ${tone}`}>{text}</span>
}

/** Phases of a Deployment that say more than its number of ready pods, once all that it wants are. */
const rolloutWords = new Set(['Progressing', 'ProgressDeadlineExceeded', 'Paused'])
