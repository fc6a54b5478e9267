/** A branch as a person calls it; those without a name are numbered in the order of their making. */
import { useTranslation } from 'react-i18next'
import type { BranchSummary } from '../../worker/protocol.ts'

export function useBranchName(): (branch: Pick<BranchSummary, 'id' | 'name'>) => string {
  const { t } = useTranslation('time')
  return ({ id, name }) => (id === 1 && name === 'main' ? t('main') : name || t('branch', { number: id - 1 }))
}
