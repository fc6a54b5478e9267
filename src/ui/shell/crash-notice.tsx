/** What a person sees when the simulation stopped: what happened, a way on, and what to send with a report. */
import { useTranslation } from 'react-i18next'
import type { Crash } from '../../worker/client.ts'
import { goOn, restart } from '../connect.ts'
import { useCluster } from '../store.ts'

export function CrashNotice() {
  const { t } = useTranslation()
  const crash = useCluster((state) => state.crash)
  if (!crash) return null
  return (
    <>
      <div className="dialog-scrim" />
      <div className="dialog" role="alertdialog" aria-labelledby="crash-title" aria-describedby="crash-text">
        <h2 id="crash-title">{t('crash.title')}</h2>
        <p id="crash-text">{t('crash.text')}</p>
        <p>
          {t('crash.details')}: <code>{crash.message}</code>
        </p>
        <footer>
          <button className="button" onClick={() => void download(crash)}>
            {t('crash.download')}
          </button>
          <button className="button" onClick={restart}>
            {t('crash.restart')}
          </button>
          <button className="button primary" autoFocus onClick={() => void goOn()}>
            {t('crash.goOn')}
          </button>
        </footer>
      </div>
    </>
  )
}

/** Milliseconds in which a worker that lives answers. */
const patience = 3_000

/** The session from right before, which can be imported again, with what was said; or what the crash itself told. */
async function replayOf(crash: Crash): Promise<string> {
  const { door } = useCluster.getState()
  const text = await Promise.race([door?.recover().then(() => door.exportSession('', '')).catch(() => ''), new Promise<string>((resolve) => setTimeout(() => resolve(''), patience))])
  return JSON.stringify({ ...(JSON.parse(text || '{}') as object), crash: text ? { message: crash.message, now: crash.now } : crash }, null, 2)
}

async function download(crash: Crash): Promise<void> {
  const url = URL.createObjectURL(new Blob([await replayOf(crash)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'kubarium-report.json'
  link.click()
  URL.revokeObjectURL(url)
}
