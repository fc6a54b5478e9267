/** The bar at the top: whose cluster it is, time, language, theme, help. On a phone what is rarely needed moves into help. */
import { CircleHelp, Ellipsis } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useCluster } from '../store.ts'
import { FirstStepsChip } from '../first-steps/first-steps.tsx'
import { SearchButton } from '../search/search-button.tsx'
import { LanguageButton, ThemeButton } from './looks.tsx'
import { TroubleChip } from './trouble-chip.tsx'
import { Transport } from './transport.tsx'
import type { Layout } from './use-layout.ts'
import './top-bar.css'

/** Popovers and dialogs are not needed for the first picture. */
const LazyHelp = lazy(() => import('./help.tsx').then(({ Help: Loaded }) => ({ default: Loaded })))

const LazyClusters = lazy(() => import('../clusters/clusters-menu.tsx').then(({ ClustersMenu }) => ({ default: ClustersMenu })))

export function TopBar({ layout }: { readonly layout: Layout }) {
  if (layout === 'phone') {
    return (
      <header className="top-bar phone">
        <TroubleChip phone otherwise={<Logo />} />
        <h1 className="visually-hidden">Kubarium</h1>
        <Transport phone />
        <Help phone />
      </header>
    )
  }
  return (
    <header className="top-bar">
      <div className="top-start">
        <div className="logo">
          <Logo />
          <h1>Kubarium</h1>
        </div>
        <Suspense fallback={<Scenario />}>
          <LazyClusters />
        </Suspense>
      </div>
      <Transport phone={false} />
      <div className="top-end">
        <TroubleChip phone={false} />
        <FirstStepsChip narrow={layout === 'column'} />
        <SearchButton />
        <LanguageButton />
        <ThemeButton />
        <Help phone={false} />
      </div>
    </header>
  )
}

/** Until its menu is there. */
function Scenario() {
  const { t } = useTranslation()
  const seed = useCluster((state) => state.boot?.seed ?? 1)
  return (
    <span className="scenario">
      {t('demo')} <span>{t('seed', { seed })}</span>
    </span>
  )
}

function Help({ phone }: { readonly phone: boolean }) {
  const icon = phone ? <Ellipsis size={18} /> : <CircleHelp size={16} />
  const toCome = (
    <span className="button icon" aria-hidden>
      {icon}
    </span>
  )
  return (
    <Suspense fallback={toCome}>
      <LazyHelp phone={phone} icon={icon} />
    </Suspense>
  )
}

const Logo = () => (
  <svg className="logo-mark" width="24" height="24" viewBox="0 0 24 24" aria-hidden>
    <path d="M12 1.500 21.500 7v10L12 22.500 2.500 17V7z" fill="none" stroke="var(--accent)" strokeWidth="1.8" strokeLinejoin="round" />
    <circle cx="8.5" cy="14" r="1.8" fill="var(--ok)" />
    <circle cx="13" cy="10" r="2.2" fill="var(--app-2)" />
    <circle cx="15.5" cy="15.5" r="1.5" fill="var(--app-1)" />
  </svg>
)
