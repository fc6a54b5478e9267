/** What an object is and how it is doing: what its kind has to say, who owns it, what it owns, its labels. */
import { useTranslation } from 'react-i18next'
import { clockText } from '../../view/format.ts'
import type { Row } from '../../view/world.ts'
import type { CatalogueKind } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { Field, Fields } from './fields.tsx'
import { Section } from './head.tsx'
import { ManifestSection } from './manifest-section.tsx'
import { ObjectLine, ObjectLink } from './object-link.tsx'
import { IngressSummary } from './summary-ingress.tsx'
import { NodeSummary } from './summary-node.tsx'
import { PodSummary } from './summary-pod.tsx'
import { ServiceSummary, SliceSummary } from './summary-service.tsx'
import { WorkloadSummary } from './summary-workload.tsx'

export function Summary({ row, kind }: { readonly row: Row; readonly kind: CatalogueKind }) {
  return (
    <>
      <KindSummary row={row} />
      <ManifestSection object={row.key} />
      <Owner row={row} />
      <Owned row={row} isOwner={kind.scalable} />
      <Labels row={row} />
    </>
  )
}

function KindSummary({ row }: { readonly row: Row }) {
  const { resource } = row
  if (resource === 'pods') return <PodSummary row={row} />
  if (resource === 'deployments.apps' || resource === 'replicasets.apps') return <WorkloadSummary row={row} />
  if (resource === 'services') return <ServiceSummary row={row} />
  if (resource === 'endpointslices.discovery.k8s.io') return <SliceSummary row={row} />
  if (resource === 'ingresses.networking.k8s.io') return <IngressSummary row={row} />
  if (resource === 'nodes') return <NodeSummary row={row} />
  return <PlainSummary row={row} />
}

function PlainSummary({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  return (
    <Section>
      <Fields>
        {row.phase !== '' && <Field name="status">{row.phase}</Field>}
        {row.namespace !== '' && (
          <Field name="namespace">
            <ObjectLink object={`namespaces/${row.namespace}`} />
          </Field>
        )}
        <Field name="created">{row.created === 0 ? t('inspector.atBirth') : clockText(row.created)}</Field>
        <Field name="uid">
          <code>{row.uid}</code>
        </Field>
      </Fields>
    </Section>
  )
}

function Owner({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  const owner = useCluster(({ world }) => world.rows.get(row.owner))
  const grand = useCluster(({ world }) => (owner ? world.rows.get(owner.owner) : undefined))
  if (!owner) return null
  return (
    <Section title={t('inspector.sections.owner')}>
      <ul className="object-lines">
        <ObjectLine row={owner} words={kindWord(owner)} />
        {grand && <ObjectLine row={grand} words={kindWord(grand)} />}
      </ul>
    </Section>
  )
}

/** `replicasets.apps` → `replicaset`. */
const kindWord = ({ resource }: Row): string => resource.split('.')[0]?.replace(/s$/, '') ?? ''

/** Lines of owned objects; the rest is counted. */
const ownedLimit = 30
const none: readonly Row[] = []

function Owned({ row, isOwner }: { readonly row: Row; readonly isOwner: boolean }) {
  const { t } = useTranslation('facts')
  const owned = useCluster(({ world }) => world.byOwner.get(row.id)) ?? none
  if (owned.length === 0 && !isOwner) return null
  return (
    <Section title={t('inspector.sections.owns')} extra={owned.length > 0 ? owned.length : undefined}>
      {owned.length === 0 && <p className="inspector-quiet">{t('inspector.sections.ownsNothing')}</p>}
      <ul className="object-lines">
        {owned.slice(0, ownedLimit).map((child) => (
          <ObjectLine key={child.id} row={child} words={child.resource === 'replicasets.apps' ? `${child.ready} / ${child.desired}` : child.phase} />
        ))}
      </ul>
      {owned.length > ownedLimit && <p className="inspector-quiet">{t('inspector.sampled', { count: owned.length - ownedLimit })}</p>}
    </Section>
  )
}

function Labels({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  const labels = Object.entries(row.labels)
  if (labels.length === 0) return null
  return (
    <Section title={t('inspector.sections.labels')}>
      <ul className="label-list">
        {labels.map(([name, value]) => (
          <li key={name}>
            <code>
              {name}={value}
            </code>
          </li>
        ))}
      </ul>
    </Section>
  )
}
