/** What menus are made of: columns with a heading, items, and items that switch a fault on and heal it again. */
import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { KeyboardEvent, ReactNode } from 'react'
import { clockText } from '../../view/format.ts'
import { useCluster } from '../store.ts'

export const Columns = ({ children }: { readonly children: ReactNode }) => <div className="menu-columns">{children}</div>

/** Arrows to the left and right change between columns, line by line. */
export function crossColumns(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
  const item = event.target instanceof Element ? event.target.closest('[role^="menuitem"]') : null
  if (!item || item.getAttribute('aria-haspopup') === 'menu') return
  const columns = [...event.currentTarget.querySelectorAll('.menu-column')]
  const aside = columns[columns.findIndex((column) => column.contains(item)) + (event.key === 'ArrowRight' ? 1 : -1)]
  const away = (other: Element) => Math.abs(other.getBoundingClientRect().top - item.getBoundingClientRect().top)
  const items = [...(aside?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([data-disabled])') ?? [])]
  items.sort((a, b) => away(a) - away(b))[0]?.focus()
}

export function Column({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Group className="menu-column">
      <DropdownMenu.Label className="menu-title">{title}</DropdownMenu.Label>
      {children}
    </DropdownMenu.Group>
  )
}

interface ItemProps {
  readonly text: string
  /** Written small at the right: kubectl's verb, an amount. */
  readonly hint?: string
  readonly disabled?: boolean
  readonly onSelect: () => void
}

export function Item({ text, hint = '', disabled = false, onSelect }: ItemProps) {
  return (
    <DropdownMenu.Item className="menu-item" disabled={disabled} onSelect={onSelect}>
      <span className="menu-mark" />
      {text}
      {hint !== '' && <span className="menu-hint">{hint}</span>}
    </DropdownMenu.Item>
  )
}

interface FaultItemProps {
  readonly text: string
  /** Micros since which it is on; undefined while it is not. */
  readonly since: number | undefined
  readonly disabled?: boolean
  readonly onSwitch: (on: boolean) => void
}

/** A fault that is on is marked, and says how long it has been. */
export function FaultItem({ text, since, disabled = false, onSwitch }: FaultItemProps) {
  const on = since !== undefined
  return (
    <DropdownMenu.CheckboxItem className={`menu-item ${on ? 'on' : ''}`} checked={on} disabled={disabled} onCheckedChange={onSwitch}>
      <span className="menu-mark">{on && <Check size={14} />}</span>
      {text}
      {on && (
        <span className="menu-hint">
          <Lasting since={since} />
        </span>
      )}
    </DropdownMenu.CheckboxItem>
  )
}

/** `01:38`; the hours only where there are some. */
export function Lasting({ since }: { readonly since: number }) {
  return useCluster(({ now }) => clockText(Math.max(0, now - since)).replace(/^00:/, ''))
}

/** Where there is no room beside a menu, the further one lies on it. */
const narrow = matchMedia('(max-width: 639px)')
const overlap = -60

/** An item that opens a further menu. */
export function SubMenu({ text, disabled = false, children }: { readonly text: string; readonly disabled?: boolean; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className="menu-item" disabled={disabled}>
        <span className="menu-mark" />
        {text}
        <ChevronRight size={14} className="menu-more" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className="menu sub-menu" sideOffset={narrow.matches ? overlap : 4} collisionPadding={8}>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  )
}
