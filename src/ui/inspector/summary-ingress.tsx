/** An Ingress: its class and address, and which path leads to which Service. */
import { useTranslation } from 'react-i18next'
import type { Row } from '../../view/world.ts'
import { detailOf, type IngressDetail } from './details.ts'
import { Field, Fields } from './fields.tsx'
import { Section } from './head.tsx'
import { ObjectLink } from './object-link.tsx'

export function IngressSummary({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  const { className, address, rewriteTarget, rules, defaultBackend } = detailOf<IngressDetail>(row)
  return (
    <>
      <Section>
        <Fields>
          <Field name="class">{className === '' ? t('inspector.none') : className}</Field>
          <Field name="address">{address === '' ? t('inspector.none') : <code>{address}</code>}</Field>
          {rewriteTarget !== '' && (
            <Field name="rewrite">
              <code>{rewriteTarget}</code>
            </Field>
          )}
        </Fields>
      </Section>
      <Section title={t('inspector.sections.paths')}>
        <ul className="path-list">
          {rules.flatMap(({ host, paths }) =>
            paths.map(({ path, pathType, service, port }) => (
              <li key={`${host}${path}${service}`}>
                <code>
                  {host}
                  {path}
                </code>
                <span>
                  {pathType} → <ObjectLink object={`services/${row.namespace}/${service}`} />:{port}
                </span>
              </li>
            )),
          )}
          {defaultBackend !== '' && (
            <li>
              <code>*</code>
              <span>→ {defaultBackend}</span>
            </li>
          )}
        </ul>
      </Section>
    </>
  )
}
