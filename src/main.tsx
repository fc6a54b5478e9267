/** Starts the worker, mounts the app. `?automation` opens a fresh cluster for scripts; `&seed=N` chooses another seed. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './ui/app.tsx'
import { installAutomation } from './ui/automation.ts'
import { startI18n } from './ui/i18n.ts'
import { connect } from './ui/connect.ts'
import { readPreferences } from './ui/preferences.ts'

const parameters = new URLSearchParams(location.search)
const automation = parameters.has('automation')
const seed = Math.max(1, Math.floor(Number(parameters.get('seed') ?? 1)) || 1)

readPreferences()
connect({ seed, automation })
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
