/** Starts the worker; while it reads its code, the app is loaded and mounted. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './ui/tokens.css'
import './ui/base.css'
import { startWorker } from './worker/client.ts'

const worker = startWorker()
const { start } = await import('./ui/start.tsx')
await start(worker)
