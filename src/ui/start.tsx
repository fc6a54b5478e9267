/** Mounts the app on a cluster's worker. `?automation` opens a fresh cluster for scripts; `&seed=N` chooses another seed. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { installAutomation } from './automation.ts'
import { startI18n } from './i18n.ts'
import { connect } from './connect.ts'
import { readPreferences } from './preferences.ts'

export async function start(worker: Worker): Promise<void> {
  const parameters = new URLSearchParams(location.search)
  const automation = parameters.has('automation')
  const seed = Math.max(1, Math.floor(Number(parameters.get('seed') ?? 1)) || 1)

  readPreferences()
  connect({ seed, automation }, worker)
  if (automation) installAutomation()

  await startI18n()
  const root = document.getElementById('root')
  if (root) {
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    )
  }
}
