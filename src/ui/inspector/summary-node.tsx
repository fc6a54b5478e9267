/** A node: its addresses and room, its conditions and taints, and the pods it runs. */
import { useTranslation } from 'react-i18next'
import { cpuText, memoryText } from '../../view/format.ts'
import type { Row } from '../../view/world.ts'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import { Address } from './address.tsx'
import { detailOf, type NodeDetail } from './details.ts'
import { Field, Fields } from './fields.tsx'
import { Section } from './head.tsx'
import { ObjectLine } from './object-link.tsx'

/** Lines of pods; the rest is counted. */
const podLimit = 30
const none: readonly Row[] = []

export function NodeSummary({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  const { podCIDR, conditions, taints, unschedulable, kubeletVersion } = detailOf<NodeDetail>(row)
  return (
    <>
      <Section>
        <Fields>
          <Field name="status">{row.phase}</Field>
          <Field name="address">
            <Address address={row.ip} />
          </Field>
          <Field name="podCIDR">
            <code className="ip-pod">{podCIDR}</code>
          </Field>
          <Field name="allocatable">{t('inspector.cpuMemory', { cpu: cpuText(row.cpuMilli), memory: memoryText(row.memoryBytes) })}</Field>
          <Field name="unschedulable">{t(unschedulable ? 'inspector.cordoned' : 'inspector.schedulable')}</Field>
          <Field name="kubelet">{kubeletVersion}</Field>
        </Fields>
      </Section>
      {taints.length > 0 && (
        <Section title={t('inspector.sections.taints')}>
          <ul className="label-list">
            {taints.map(({ key, value, effect }) => (
              <li key={key + effect}>
                <code>
                  {key}
                  {value ? `=${value}` : ''}:{effect}
                </code>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('inspector.sections.conditions')}>
        <ul className="object-lines">
          {conditions.map(({ type, status, reason }) => (
            <li key={type} className="object-line">
              <Glyph state={conditionState(type, status)} />
              <span className="object-line-name">{type}</span>
              <span>{reason}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Pods node={row.name} />
    </>
  )
}

/** `Ready` should be True, every other condition False. */
function conditionState(type: string, status: string): GlyphState {
  if (status === 'Unknown') return 'error'
  return (status === 'True') === (type === 'Ready') ? 'ok' : 'error'
}

function Pods({ node }: { readonly node: string }) {
  const { t } = useTranslation('facts')
  const pods = useCluster(({ world }) => world.byNode.get(node)) ?? none
  return (
    <Section title={t('inspector.sections.pods')} extra={pods.length > 0 ? pods.length : undefined}>
      {pods.length === 0 && <p className="inspector-quiet">{t('inspector.none')}</p>}
      <ul className="object-lines">
        {pods.slice(0, podLimit).map((pod) => (
          <ObjectLine key={pod.id} row={pod} />
        ))}
      </ul>
      {pods.length > podLimit && <p className="inspector-quiet">{t('inspector.sampled', { count: pods.length - podLimit })}</p>}
    </Section>
  )
}
