/** Help: keys, the first steps once more, and the way back to the start; on a phone clusters, language and theme as well. */
import { AlertDialog, Popover } from 'radix-ui'
import { Fragment, lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { openMenuAt } from '../menu/open-menu.ts'
import { showFirstSteps, useCluster } from '../store.ts'
import { openSearch } from '../search/open-search.ts'
import { LanguageButton, ThemeButton } from './looks.tsx'
import { ResetQuestion } from './reset.tsx'

const LazyClusters = lazy(() => import('../clusters/clusters-menu.tsx').then(({ ClustersMenu }) => ({ default: ClustersMenu })))

const keys = [
  { key: 'search', shown: 'Ctrl K' },
  { key: 'space', shown: 'Space' },
  { key: 'dot', shown: '.' },
  { key: 'comma', shown: ',' },
  { key: 'undo', shown: 'Ctrl Z' },
  { key: 'apply', shown: 'Ctrl ↵' },
  { key: 'suggest', shown: 'Ctrl Space' },
  { key: 'take', shown: 'Tab' },
  { key: 'leave', shown: 'Ctrl M' },
  { key: 'fit', shown: 'F' },
  { key: 'along', shown: '← →' },
  { key: 'kin', shown: '[ ]' },
  { key: 'escape', shown: 'Esc' },
]

export function Help({ phone, icon }: { readonly phone: boolean; readonly icon: ReactNode }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const next = useRef<{ readonly x: number; readonly y: number } | null>(null)
  const leaveFor = (at: { readonly x: number; readonly y: number }) => {
    next.current = at
    setOpen(false)
  }
  /** The menu that was asked for opens once this popover is closed, instead of giving the focus back. */
  const goOn = (event: Event) => {
    if (!next.current) return
    event.preventDefault()
    openMenuAt({ type: 'cluster' }, { ...next.current, opener: null })
    next.current = null
  }
  const version = useCluster((state) => state.boot?.kubernetesVersion ?? '')
  const cluster = useCluster((state) => state.kept?.id)
  // Another one was opened from here.
  useEffect(() => setOpen(false), [cluster])
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button icon" aria-label={t('help.open')}>
        {icon}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover help" align="end" sideOffset={6} aria-label={t('help.title')} onCloseAutoFocus={goOn}>
          <h2>{t('help.title')}</h2>
          {phone ? (
            <>
              <Suspense>
                <LazyClusters />
              </Suspense>
              <div className="help-actions">
                <SearchItem onChoose={() => setOpen(false)} />
                <LanguageButton />
                <ThemeButton />
                <ClusterButton onChoose={leaveFor} />
              </div>
            </>
          ) : (
            <Keys />
          )}
          <div className="help-actions">
            <button
              className="button"
              onClick={() => {
                showFirstSteps()
                setOpen(false)
              }}
            >
              {t('help.firstSteps')}
            </button>
            <ResetButton onDone={() => setOpen(false)} />
          </div>
          <p>{t('help.about', { version })}</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface ClusterButtonProps {
  readonly onChoose: (at: { readonly x: number; readonly y: number }) => void
}

/** On a phone the picture has no room for the control plane. */
function ClusterButton({ onChoose }: ClusterButtonProps) {
  const { t } = useTranslation()
  const choose = (element: HTMLElement) => {
    const { right, top } = element.getBoundingClientRect()
    onChoose({ x: right, y: top })
  }
  return (
    <button className="button" aria-haspopup="menu" onClick={(event) => choose(event.currentTarget)}>
      {t('help.cluster')}
    </button>
  )
}

function SearchItem({ onChoose }: { readonly onChoose: () => void }) {
  const { t } = useTranslation()
  const choose = () => {
    onChoose()
    openSearch(null)
  }
  return (
    <button className="button" aria-haspopup="dialog" onClick={choose}>
      {t('search')}
    </button>
  )
}

function Keys() {
  const { t } = useTranslation()
  return (
    <dl className="help-list">
      {keys.map(({ key, shown }) => (
        <Fragment key={key}>
          <dt>
            <kbd>{shown}</kbd>
          </dt>
          <dd>{t(`help.keys.${key}`)}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

function ResetButton({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="button">{t('help.reset')}</AlertDialog.Trigger>
      <ResetQuestion onDone={onDone} />
    </AlertDialog.Root>
  )
}
