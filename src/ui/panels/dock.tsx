/** Lower left: what was said, and the requests. */
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseByArrows } from '../shell/roving.ts'
import { useView, type LowerTab } from '../store.ts'
import { Output } from './output.tsx'
import { Requests } from './requests.tsx'
import './panels.css'

const tabs: readonly LowerTab[] = ['output', 'requests']

export function Dock() {
  const { t } = useTranslation()
  const tab = useView((state) => state.lowerTab)
  const [shut, setShut] = useState(false)
  return (
    <section className={`dock ${shut ? 'shut' : ''}`} aria-label={t('dock.label')}>
      <div className="tabs">
        <div className="tab-list" role="tablist" aria-label={t('dock.label')}>
          {tabs.map((name) => (
            <button
              key={name}
              role="tab"
              aria-selected={tab === name}
              tabIndex={tab === name ? 0 : -1}
              onKeyDown={chooseByArrows}
              onClick={() => {
                useView.setState({ lowerTab: name })
                setShut(false)
              }}
            >
              {t(`dock.${name}`)}
            </button>
          ))}
        </div>
        <div className="grow" />
        <button aria-label={t(shut ? 'dock.open' : 'dock.shut')} aria-expanded={!shut} onClick={() => setShut(!shut)}>
          {shut ? <ChevronUp size={14} /> : <ChevronDown size={14} />}
        </button>
      </div>
      {!shut && (tab === 'output' ? <Output /> : <Requests />)}
    </section>
  )
}
