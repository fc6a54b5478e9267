/** The branches: which one this is, the way to the others, what sets them apart, a name for it, and an end to one that is not wanted. */
import { Check, ChevronDown, GitBranch, GitCompareArrows, Pencil, Trash2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText } from '../../view/format.ts'
import type { BranchSummary } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { useBranchName } from './branch-name.ts'
import { compareWith, dropBranch, nameBranch, switchTo } from './time-actions.ts'

export function BranchMenu() {
  const { t } = useTranslation('time')
  const branches = useCluster((state) => state.branches)
  const [naming, setNaming] = useState<BranchSummary | null>(null)
  const nameOf = useBranchName()
  const current = branches.find((branch) => branch.current)
  if (!current) return null
  if (naming) return <NameField branch={naming} onDone={() => setNaming(null)} />
  const others = branches.filter((branch) => !branch.current)
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="branch-button" aria-label={t('branches', { name: nameOf(current) })}>
        <GitBranch size={14} />
        <span>{nameOf(current)}</span>
        <ChevronDown size={14} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" side="top" sideOffset={4}>
          {branches.map((branch) => (
            <DropdownMenu.Item key={branch.id} className="menu-item" onSelect={() => void switchTo(branch.id)}>
              {branch.current ? <Check size={14} /> : <GitBranch size={14} />}
              {nameOf(branch)}
              <Span branch={branch} />
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => setNaming(current)}>
            <Pencil size={14} />
            {t('rename', { name: nameOf(current) })}
          </DropdownMenu.Item>
          {others.map((branch) => (
            <DropdownMenu.Item key={branch.id} className="menu-item" onSelect={() => compareWith(branch, current)}>
              <GitCompareArrows size={14} />
              {t('compareWith', { name: nameOf(branch) })}
            </DropdownMenu.Item>
          ))}
          {others.map((branch) => (
            <DropdownMenu.Item key={branch.id} className="menu-item" onSelect={() => void dropBranch(branch.id)}>
              <Trash2 size={14} />
              {t('drop', { name: nameOf(branch) })}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** From when to when it goes; the present one goes on while one looks. */
function Span({ branch: { parent, from, head, current } }: { readonly branch: BranchSummary }) {
  const { t } = useTranslation('time')
  const to = useCluster((state) => clockText(current ? state.head : head))
  return <span className="menu-hint">{parent > 0 ? t('fromTo', { from: clockText(from), to }) : t('to', { to })}</span>
}

function NameField({ branch, onDone }: { readonly branch: BranchSummary; readonly onDone: () => void }) {
  const { t } = useTranslation('time')
  const nameOf = useBranchName()
  const take = (name: string) => {
    if (name.trim() !== '' && name.trim() !== nameOf(branch)) void nameBranch(branch.id, name)
    onDone()
  }
  return (
    <input
      className="field branch-name"
      aria-label={t('name')}
      defaultValue={nameOf(branch)}
      autoFocus
      maxLength={60}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => take(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(event.currentTarget.value)
        if (event.key === 'Escape') onDone()
      }}
    />
  )
}
