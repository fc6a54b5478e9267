/** A Deployment or ReplicaSet: how many replicas it wants and has, and from which images. */
import type { Row } from '../../view/world.ts'
import { detailOf, type WorkloadDetail } from './details.ts'
import { Field, Fields } from './fields.tsx'
import { Section } from './head.tsx'

export function WorkloadSummary({ row }: { readonly row: Row }) {
  const { updated, available, revision, strategy, images } = detailOf<WorkloadDetail>(row)
  return (
    <Section>
      <Fields>
        <Field name="status">{row.phase}</Field>
        {updated !== undefined && (
          <Field name="updated">
            {updated} / {row.desired}
          </Field>
        )}
        <Field name="available">
          {available} / {row.desired}
        </Field>
        {strategy !== undefined && <Field name="strategy">{strategy}</Field>}
        {revision !== '' && <Field name="revision">{revision}</Field>}
        <Field name="image">
          <code>{images}</code>
        </Field>
      </Fields>
    </Section>
  )
}
