/** Names and values beside each other. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export const Fields = ({ children }: { readonly children: ReactNode }) => <dl className="field-list">{children}</dl>

export function Field({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const { t } = useTranslation('facts')
  return (
    <>
      <dt>{t(`inspector.fields.${name}`)}</dt>
      <dd>{children}</dd>
    </>
  )
}

export function Selector({ labels }: { readonly labels: { readonly [label: string]: string } }) {
  const { t } = useTranslation('facts')
  const entries = Object.entries(labels)
  if (entries.length === 0) return t('inspector.none')
  return <code>{entries.map(([name, value]) => `${name}=${value}`).join(', ')}</code>
}
