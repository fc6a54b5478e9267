/** Where the manifest stands that the object comes from, if the person has it, and the way there. */
import { FileCode2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ObjectKey } from '../../worker/protocol.ts'
import { showManifest, useManifest } from '../editor/manifests.ts'
import { Section } from './head.tsx'

export function ManifestSection({ object }: { readonly object: ObjectKey }) {
  const { t } = useTranslation('facts')
  const place = useManifest(object)
  if (!place) return null
  return (
    <Section title={t('inspector.manifest.title')}>
      <p className="object-line">
        <FileCode2 size={14} aria-hidden />
        <button className="object-link" title={t('inspector.manifest.place', { ...place })} onClick={() => showManifest(place)}>
          {t('inspector.manifest.show')}
        </button>
        <span>
          {place.file}:{place.line}
        </span>
      </p>
    </Section>
  )
}
