/** Why an object is as it is; for a pod also what the scheduler made of each node. */
import { useTranslation } from 'react-i18next'
import type { ObjectKey } from '../../worker/protocol.ts'
import { Scheduling } from './scheduling.tsx'
import { useScheduling } from './use-scheduling.ts'
import { useWhy } from './use-why.ts'
import { WhySection } from './why-section.tsx'

export function WhyTab({ object }: { readonly object: ObjectKey }) {
  const { t } = useTranslation('facts')
  const sentences = useWhy(object)
  const scheduling = useScheduling(object)
  if (!sentences) return <p className="inspector-note">{t('inspector.reading')}</p>
  return (
    <>
      <WhySection about={object} sentences={sentences} />
      {scheduling && <Scheduling trace={scheduling} />}
    </>
  )
}
