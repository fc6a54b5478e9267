/** To the right: what is selected, an object or a request. */
import { useView } from '../store.ts'
import { ObjectInspector } from './object-inspector.tsx'
import { RequestInspector } from './request-inspector.tsx'
import './inspector.css'
import './texts.ts'

export function Inspector() {
  const selection = useView((state) => state.selection)
  if (selection === null) return null
  return typeof selection === 'string' ? <ObjectInspector object={selection} /> : <RequestInspector key={selection.request} id={selection.request} />
}
