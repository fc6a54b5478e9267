/** Tabs of the shared column (above it), or of the phone (at the bottom). */
import { ArrowRight, Clock, Code, Eye, SquareTerminal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useView, type NarrowTab } from '../store.ts'
import { chooseByArrows } from './roving.ts'

const tabs: readonly { readonly id: NarrowTab; readonly Icon: typeof Eye }[] = [
  { id: 'inspect', Icon: Eye },
  { id: 'editor', Icon: Code },
  { id: 'requests', Icon: ArrowRight },
  { id: 'output', Icon: SquareTerminal },
  { id: 'timeline', Icon: Clock },
]

export function NarrowTabs({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation()
  const current = useView((state) => state.narrowTab)
  return (
    <div className={`narrow-tabs ${phone ? 'phone' : 'tabs'}`} role="tablist" aria-label={t('panels.label')}>
      {tabs
        .filter(({ id }) => phone || id !== 'timeline')
        .map(({ id, Icon }) => (
          <button key={id} role="tab" aria-selected={current === id} tabIndex={current === id ? 0 : -1} onKeyDown={chooseByArrows} onClick={() => useView.setState({ narrowTab: id })}>
            {phone && <Icon size={18} aria-hidden />}
            {t(`panels.${id}`)}
          </button>
        ))}
    </div>
  )
}
