/** Where panels share a column: the current step in one line above the editor, with the way to its file and to all steps. */
import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFiles } from '../editor/files.ts'
import { showFirstSteps, useView } from '../store.ts'
import { firstSteps, showStep } from './steps.ts'
import { useTicks } from './use-steps.ts'
import './first-steps.css'

export function NextStep() {
  const { t } = useTranslation()
  const ticks = useTicks()
  const current = ticks.indexOf(false)
  const isClosed = useView((state) => state.firstStepsDismissed)
  const open = useFiles((state) => state.open)
  const step = firstSteps[current]
  if (isClosed || !step) return null
  return (
    <div className="next-step">
      <button className="next-step-title" onClick={showFirstSteps}>
        <i aria-hidden>{current + 1}</i>
        <b>{t(`steps.${step.id}.title`)}</b>
        <span>{t('steps.count', { done: current, all: ticks.length })}</span>
        <ChevronRight size={14} aria-hidden />
      </button>
      {!step.files.includes(open) && (
        <button className="button" onClick={() => showStep(step)}>
          {t('steps.show')}
        </button>
      )}
    </div>
  )
}
