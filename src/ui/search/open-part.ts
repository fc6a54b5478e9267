/** A process has no page of its own: its menu opens where it stands in the picture, else in the middle of it. */
import { openMenu, openMenuAt } from '../menu/open-menu.ts'

export function openPart(part: string): void {
  const chip = document.querySelector<HTMLElement>(`[data-part="${CSS.escape(part)}"]`)
  if (chip) return openMenu({ type: 'part', part }, chip)
  const box = document.querySelector('.scene')?.getBoundingClientRect()
  openMenuAt({ type: 'part', part }, { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + 24, opener: document.querySelector<HTMLElement>('.scene-shell') })
}
