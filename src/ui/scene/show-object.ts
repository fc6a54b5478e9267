/** Opens an object as if its card had been pressed: it is selected, comes into view, and its card has the focus. */
import type { ObjectKey } from '../../worker/protocol.ts'
import { select } from '../store.ts'
import { bringIntoView } from './camera.ts'

const cardOf = (object: ObjectKey): HTMLElement | null => document.querySelector<HTMLElement>(`[data-key="${CSS.escape(object)}"]`)

/** What has no card leaves the focus to the picture, where arrows and brackets go on from it. */
export function showObject(object: ObjectKey): void {
  select(object)
  bringIntoView(object)
  const target = cardOf(object) ?? document.querySelector<HTMLElement>('.scene-shell')
  target?.focus({ preventScroll: true })
}

/** The same by a key: the focus goes along from card to card, and stays where else it is. */
export function moveTo(object: ObjectKey): void {
  const { activeElement } = document
  if (activeElement instanceof HTMLElement && activeElement.closest('.scene-shell')) return showObject(object)
  select(object)
  bringIntoView(object)
}
