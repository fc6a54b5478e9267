/** The object as the API server has it now, as `kubectl get -o yaml` would print it; read again when it changes. */
import { Copy } from 'lucide-react'
import { Fragment, memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../view/world.ts'
import type { CatalogueKind } from '../../worker/protocol.ts'
import { pathOf } from './kind.ts'
import { useAsked } from './use-asked.ts'
import { yamlPieces } from './yaml-lines.ts'

export function YamlTab({ row, kind }: { readonly row: Row; readonly kind: CatalogueKind }) {
  const { t } = useTranslation('facts')
  const path = pathOf(kind, row.key)
  const text = useAsked(path, row.revision, async (door) => printed((await door.api('GET', path)).body))
  if (text === undefined) return <p className="inspector-note">{t('inspector.reading')}</p>
  return (
    <div className="yaml-box">
      <button className="button icon yaml-copy" aria-label={t('inspector.copy')} onClick={() => void navigator.clipboard.writeText(text)}>
        <Copy size={14} />
      </button>
      {/* A long text scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="yaml" tabIndex={0} role="region" aria-label="YAML">
        {text.split('\n').map((line, i) => (
          <Fragment key={i}>
            <YamlLine line={line} />
            {'\n'}
          </Fragment>
        ))}
      </pre>
    </div>
  )
}

const YamlLine = memo(function YamlLine({ line }: { readonly line: string }) {
  return yamlPieces(line).map(({ text, tone }, i) =>
    tone === '' ? (
      text
    ) : (
      <span key={i} className={tone}>
        {text}
      </span>
    ),
  )
})

/** kubectl sorts the keys of what it prints; the library is loaded when it is first needed. */
async function printed(body: unknown): Promise<string> {
  const { stringify } = await import('yaml')
  return stringify(body, { sortMapEntries: true, lineWidth: 0, indentSeq: false, version: '1.1' }).trimEnd()
}
