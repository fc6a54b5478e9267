/** Which object's or part's menu is open, and where; the menus themselves are loaded after the first picture. */
import { create } from 'zustand'
import type { ObjectKey } from '../../worker/protocol.ts'

/** An object by its key; a process or machine by its name; a new node, all trouble that lasts, or the whole cluster. */
export type MenuSubject = { readonly type: 'object'; readonly key: ObjectKey } | { readonly type: 'part'; readonly part: string } | { readonly type: 'new-node' | 'troubles' | 'cluster' }

export interface OpenMenu {
  readonly subject: MenuSubject
  /** In the page's pixels. */
  readonly at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** What was pressed, and is focused again when the menu closes. */
  readonly opener: HTMLElement | null
}

export const useMenu = create<{ readonly open: OpenMenu | null }>(() => ({ open: null }))

/** Resources whose objects have a menu. */
const withMenu = ['nodes/', 'pods/', 'deployments.apps/']

export const hasMenu = (key: ObjectKey): boolean => withMenu.some((resource) => key.startsWith(resource))

/** Below what was pressed. */
export function openMenu(subject: MenuSubject, opener: HTMLElement): void {
  const { x, y, width, height } = opener.getBoundingClientRect()
  useMenu.setState({ open: { subject, at: { x, y, width, height }, opener } })
}

/** At a point of the page. */
export function openMenuAt(subject: MenuSubject, { x, y, opener }: { readonly x: number; readonly y: number; readonly opener: HTMLElement | null }): void {
  useMenu.setState({ open: { subject, at: { x, y, width: 0, height: 0 }, opener } })
}

export const closeMenu = (): void => useMenu.setState({ open: null })

const idOf = (subject: MenuSubject): string => JSON.stringify(subject)

export const useIsOpen = (subject: MenuSubject): boolean => useMenu(({ open }) => open !== null && idOf(open.subject) === idOf(subject))
