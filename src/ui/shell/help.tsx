/** Help: keys, the first steps once more, and the way back to the start; on a phone clusters, language and theme as well. */
import { AlertDialog, Popover } from 'radix-ui'
import { Fragment, lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { resetFiles } from '../editor/files.ts'
import { openMenuAt } from '../menu/open-menu.ts'
import { showFirstSteps, useCluster, useView } from '../store.ts'
import { LanguageButton, ThemeButton } from './looks.tsx'

const LazyClusters = lazy(() => import('../clusters/clusters-menu.tsx').then(({ ClustersMenu }) => ({ default: ClustersMenu })))

const keys = [
  { key: 'space', shown: 'Space' },
  { key: 'dot', shown: '.' },
  { key: 'comma', shown: ',' },
  { key: 'undo', shown: 'Ctrl Z' },
  { key: 'apply', shown: 'Ctrl ↵' },
  { key: 'suggest', shown: 'Ctrl Space' },
  { key: 'take', shown: 'Tab' },
  { key: 'leave', shown: 'Ctrl M' },
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
  const reset = () => {
    const { door, boot } = useCluster.getState()
    useView.setState({ story: '', output: [], bookmarks: [], compared: null })
    showFirstSteps()
    resetFiles()
    void door?.reset(boot?.seed ?? 1)
    onDone()
  }
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="button">{t('help.reset')}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="dialog-scrim" />
        <AlertDialog.Content className="dialog">
          <AlertDialog.Title>{t('reset.title')}</AlertDialog.Title>
          <AlertDialog.Description>{t('reset.text')}</AlertDialog.Description>
          <footer>
            <AlertDialog.Cancel className="button">{t('reset.no')}</AlertDialog.Cancel>
            <AlertDialog.Action className="button primary" onClick={reset}>
              {t('reset.yes')}
            </AlertDialog.Action>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
