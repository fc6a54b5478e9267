/** A branch as a person calls it; those without a name are numbered in the order of their making. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { BranchSummary } from '../../worker/protocol.ts'

type Named = Pick<BranchSummary, 'id' | 'name'>

export const branchName = (t: TFunction, { id, name }: Named): string => (id === 1 && name === 'main' ? t('time:main') : name || t('time:branch', { number: id - 1 }))

export function useBranchName(): (branch: Named) => string {
  const { t } = useTranslation()
  return (branch) => branchName(t, branch)
}
