/** The layout: as in the mock from 1440 px, one shared side column from 640 px, one panel at a time below. */
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { Dock } from './panels/dock.tsx'
import { Output } from './panels/output.tsx'
import { Requests } from './panels/requests.tsx'
import { EditorPanel } from './editor/editor-panel.tsx'
import { restoreFiles } from './editor/files.ts'
import { FirstSteps } from './first-steps/first-steps.tsx'
import { NextStep } from './first-steps/next-step.tsx'
import { CaptionBar } from './scene/caption-bar.tsx'
import { Scene } from './scene/scene.tsx'
import { CrashNotice } from './shell/crash-notice.tsx'
import { NarrowTabs } from './shell/narrow-tabs.tsx'
import { TopBar } from './shell/top-bar.tsx'
import { LookingBar } from './timeline/looking-bar.tsx'
import { RewoundBar } from './timeline/rewound-bar.tsx'
import { Timeline } from './timeline/timeline.tsx'
import type { Mark } from '../worker/protocol.ts'
import { useHotkeys } from './shell/hotkeys.ts'
import { leftWidth, useLayout } from './shell/use-layout.ts'
import { shareOf, useCluster, useView } from './store.ts'
import './app.css'

const loadInspector = () => import('./inspector/inspector.tsx')
const LazyInspector = lazy(() => loadInspector().then(({ Inspector }) => ({ default: Inspector })))

const loadSearch = () => import('./search/search.tsx')
const LazySearch = lazy(() => loadSearch().then(({ Search }) => ({ default: Search })))

const loadMenus = () => import('./menu/menus.tsx')
const LazyMenus = lazy(() => loadMenus().then(({ Menus }) => ({ default: Menus })))
const LazyLinkNotice = lazy(() => import('./clusters/link-notice.tsx').then(({ LinkNotice }) => ({ default: LinkNotice })))
const LazyOpeningNotice = lazy(() => import('./clusters/opening-notice.tsx').then(({ OpeningNotice }) => ({ default: OpeningNotice })))
const LazyDifference = lazy(() => import('./timeline/difference.tsx').then(({ Difference }) => ({ default: Difference })))

/** Not needed for the first picture; fetched right after it, so that the first click does not wait. */
const Inspector = () => (
  <Suspense>
    <LazyInspector />
  </Suspense>
)

export function App() {
  const layout = useLayout()
  useHotkeys()
  useEffect(() => {
    void restoreFiles()
    void loadInspector()
    void loadMenus()
    void loadSearch()
  }, [])
  return (
    <div className={`app ${layout}`}>
      <TopBar layout={layout} />
      {layout === 'wide' ? <Wide /> : <Narrow phone={layout === 'phone'} />}
      <Suspense>
        <LazyMenus />
        <LazySearch />
      </Suspense>
      <CrashNotice />
      <ArrivedLink />
      <Opening />
    </div>
  )
}

const linkInAddress = (): string => (/^#k\d+\./.test(location.hash) ? location.hash : '')

/** A link that the page was opened with is taken out of the address: a reload is not to ask again. */
function ArrivedLink() {
  const [fragment, setFragment] = useState(linkInAddress)
  useEffect(() => {
    if (fragment !== '') history.replaceState(null, '', location.pathname + location.search)
  }, [fragment])
  useEffect(() => {
    const onChange = () => setFragment((before) => linkInAddress() || before)
    addEventListener('hashchange', onChange)
    return () => removeEventListener('hashchange', onChange)
  }, [])
  const close = useCallback(() => setFragment(''), [])
  if (fragment === '') return null
  return (
    <Suspense>
      <LazyLinkNotice fragment={fragment} onClose={close} />
    </Suspense>
  )
}

/** A session that takes long to open. */
function Opening() {
  const progress = useCluster((state) => state.working.opening)
  if (!progress) return null
  return (
    <Suspense>
      <LazyOpeningNotice share={shareOf(progress)} />
    </Suspense>
  )
}

function Wide() {
  const { t } = useTranslation()
  return (
    <>
      <Group className="work" orientation="horizontal">
        <Panel className="left-column" defaultSize={`${leftWidth()}px`} minSize="320px" maxSize="60%">
          <EditorPanel />
          <Dock />
        </Panel>
        <Separator className="divider" aria-label={t('panels.divider')} />
        <Panel className="stage">
          <Stage />
          <Side />
        </Panel>
      </Group>
      <Timeline />
    </>
  )
}

/** The cluster, or the word that it is on its way. */
function Stage() {
  const { t } = useTranslation()
  const open = useCluster((state) => state.epoch > 0)
  const rewound = useCluster((state) => state.rewound)
  return (
    <main className={rewound ? 'scene-box rewound' : 'scene-box'} aria-label={t('scene')}>
      {open ? <Scene /> : <p className="opening">{t('opening')}</p>}
      {open && <Foot rewound={rewound} />}
    </main>
  )
}

/** What is under way there comes before what is true, and that before the last change. */
function Foot({ rewound }: { readonly rewound: boolean }) {
  const looking = useCluster((state) => state.working.looking)
  if (looking) return <LookingBar share={shareOf(looking)} />
  return rewound ? <RewoundBar /> : <CaptionBar />
}

/** To the right, above the scene: what is selected, else the first steps. */
function Side() {
  const selected = useView((state) => state.selection !== null)
  const compared = useView((state) => state.compared)
  const steps = useView((state) => state.firstStepsOpen && !state.firstStepsDismissed)
  if (!selected && !compared && !steps) return null
  return <aside className="side">{selected ? <Inspector /> : compared ? <Difference compared={compared} /> : <FirstSteps />}</aside>
}

const Difference = ({ compared }: { readonly compared: readonly Mark[] }) => (
  <Suspense>
    <LazyDifference compared={compared} />
  </Suspense>
)

function Narrow({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation()
  const tab = useView((state) => state.narrowTab)
  const shown = !phone && tab === 'timeline' ? 'inspect' : tab
  return (
    <>
      <Stage />
      <section className="column" aria-label={t('panels.label')}>
        {!phone && <NarrowTabs phone={false} />}
        <div className="column-body">
          {shown === 'inspect' && <Inspected />}
          {shown === 'editor' && (
            <div className="editor-tab">
              <NextStep />
              <EditorPanel />
            </div>
          )}
          {shown === 'requests' && <Requests />}
          {shown === 'output' && <Output />}
          {shown === 'timeline' && <Timeline />}
        </div>
      </section>
      {phone ? (
        <nav className="phone-nav" aria-label={t('panels.label')}>
          <NarrowTabs phone />
        </nav>
      ) : (
        <Timeline />
      )}
    </>
  )
}

function Inspected() {
  const { t } = useTranslation()
  const selected = useView((state) => state.selection !== null)
  const compared = useView((state) => state.compared)
  const steps = useView((state) => state.firstStepsOpen && !state.firstStepsDismissed)
  if (selected) return <Inspector />
  if (compared) return <Difference compared={compared} />
  return steps ? <FirstSteps /> : <p className="opening">{t('panels.nothing')}</p>
}
