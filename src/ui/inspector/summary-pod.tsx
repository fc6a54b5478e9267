/** A pod: where it runs, its address, its containers, and the Services that lead to it. */
import { useTranslation } from 'react-i18next'
import { cpuText, memoryText } from '../../view/format.ts'
import { rowsOf, type Row } from '../../view/world.ts'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import { Address } from './address.tsx'
import { BackOffSection } from './back-off-section.tsx'
import { detailOf, type PodDetail, type SliceDetail } from './details.ts'
import { Field, Fields } from './fields.tsx'
import { Section } from './head.tsx'
import { ObjectLink } from './object-link.tsx'

export function PodSummary({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  const { containers, qosClass } = detailOf<PodDetail>(row)
  return (
    <>
      <Section>
        <Fields>
          <Field name="status">
            {row.phase}, {row.ready}/{row.desired}
          </Field>
          <Field name="node">{row.node === '' ? t('inspector.none') : <ObjectLink object={`nodes/${row.node}`} />}</Field>
          <Field name="address">{row.ip === '' ? t('inspector.none') : <Address address={row.ip} />}</Field>
          <Field name="requests">{t('inspector.cpuMemory', { cpu: cpuText(row.cpuMilli), memory: memoryText(row.memoryBytes) })}</Field>
          <Field name="qos">{qosClass}</Field>
          <Field name="restarts">{row.restarts}</Field>
        </Fields>
      </Section>
      <Section title={t('inspector.sections.containers')}>
        {containers.map(({ name, image, state, ready, restarts }) => (
          <div key={name} className="container-line">
            <Glyph state={ready ? 'ok' : glyphOf(row, state)} />
            <b>{name}</b>
            <span>
              {state}
              {restarts > 0 && `, ${t('inspector.fields.restarts')} ${restarts}`}
            </span>
            <code title={image}>{image}</code>
          </div>
        ))}
      </Section>
      <BackOffSection pod={row} />
      <SelectedBy row={row} />
    </>
  )
}

/** Of a container that is not ready; a pod that fails is called by what its container fails of. */
function glyphOf({ health, phase }: Row, state: string): GlyphState {
  if (state === 'Running') return 'warn'
  return health === 'error' && phase.endsWith(state) ? 'error' : 'pending'
}

function SelectedBy({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  const slices = useCluster(({ world }) => rowsOf(world, 'endpointslices.discovery.k8s.io'))
  const found = slices.flatMap((slice) => {
    const { service, endpoints } = detailOf<SliceDetail>(slice)
    const endpoint = slice.namespace === row.namespace ? endpoints.find(({ pod }) => pod === row.name) : undefined
    return endpoint ? [{ service: `services/${slice.namespace}/${service}`, ready: endpoint.ready }] : []
  })
  if (found.length === 0) return null
  return (
    <Section title={t('inspector.sections.services')}>
      <ul className="object-lines">
        {found.map(({ service, ready }) => (
          <li key={service} className="object-line">
            <Glyph state={ready ? 'ok' : 'warn'} />
            <ObjectLink object={service} />
            {!ready && <span>{t('inspector.notReady')}</span>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
