/** A Service: its address and ports, whom it selects, and which of them answer. */
import { useTranslation } from 'react-i18next'
import { tailOf } from '../../view/format.ts'
import { rowsOf, type Row } from '../../view/world.ts'
import { Glyph } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import { Address } from './address.tsx'
import { detailOf, type ServiceDetail, type SliceDetail } from './details.ts'
import { Field, Fields, Selector } from './fields.tsx'
import { Section } from './head.tsx'
import { ObjectLink } from './object-link.tsx'

export function ServiceSummary({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  const { type, ports, selector, externalIP } = detailOf<ServiceDetail>(row)
  const slices = useCluster(({ world }) => rowsOf(world, 'endpointslices.discovery.k8s.io'))
  const mine = slices.filter((slice) => slice.namespace === row.namespace && detailOf<SliceDetail>(slice).service === row.name)
  return (
    <>
      <Section>
        <Fields>
          <Field name="type">{type}</Field>
          <Field name="clusterIP">{row.ip === 'None' ? t('inspector.headless') : row.ip === '' ? t('inspector.none') : <Address address={row.ip} />}</Field>
          {externalIP !== '<none>' && externalIP !== '' && <Field name="externalIP">{externalIP}</Field>}
          <Field name="selector">
            <Selector labels={selector} />
          </Field>
        </Fields>
      </Section>
      <Section title={t('inspector.sections.ports')}>
        <ul className="port-list">
          {ports.map(({ name, port, targetPort, nodePort, protocol }) => (
            <li key={`${port}/${protocol}`}>
              <code>
                {port} → {targetPort}
              </code>
              <span>
                {protocol}
                {name !== '' && `, ${name}`}
                {nodePort > 0 && `, node port ${nodePort}`}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {mine.map((slice) => (
        <Endpoints key={slice.id} slice={slice} />
      ))}
    </>
  )
}

export function SliceSummary({ row }: { readonly row: Row }) {
  const { service, ports } = detailOf<SliceDetail>(row)
  return (
    <>
      <Section>
        <Fields>
          <Field name="type">{row.phase}</Field>
          {ports.map(({ name, port, protocol }) => (
            <Field key={`${name} ${port}`} name="ports">
              <code>
                {port}/{protocol}
              </code>
            </Field>
          ))}
          <Field name="service">
            <ObjectLink object={`services/${row.namespace}/${service}`} />
          </Field>
        </Fields>
      </Section>
      <Endpoints slice={row} />
    </>
  )
}

function Endpoints({ slice }: { readonly slice: Row }) {
  const { t } = useTranslation('facts')
  const { endpoints } = detailOf<SliceDetail>(slice)
  return (
    <Section title={t('inspector.sections.endpoints')} extra={`${slice.ready} / ${slice.desired}`}>
      {endpoints.length === 0 && <p className="inspector-quiet">{t('inspector.none')}</p>}
      <ul className="object-lines">
        {endpoints.map(({ ip, ready, terminating, pod, node }) => (
          <li key={ip} className="object-line">
            <Glyph state={terminating ? 'terminating' : ready ? 'ok' : 'warn'} />
            {pod === '' ? <span>{node}</span> : <ObjectLink object={`pods/${slice.namespace}/${pod}`} text={`…-${tailOf(pod)}`} />}
            {!ready && <span>{t(terminating ? 'inspector.terminatingEndpoint' : 'inspector.notReady')}</span>}
            <Address address={ip} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
