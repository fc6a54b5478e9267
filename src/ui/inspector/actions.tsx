/** What can be done to an object: fewer or more replicas, and deleting it. Both say the kubectl line they stand for. */
import { Minus, Plus, Trash2 } from 'lucide-react'
import { AlertDialog } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../view/world.ts'
import type { CatalogueKind } from '../../worker/protocol.ts'
import { deleteObject, scaleTo } from '../store.ts'

/** Parts of the picture that a person cannot bring back by applying a file. */
const kept = new Set(['nodes', 'endpointslices.discovery.k8s.io', 'endpoints', 'leases.coordination.k8s.io', 'events'])

export function Actions({ row, kind }: { readonly row: Row; readonly kind: CatalogueKind }) {
  const { t } = useTranslation('facts')
  const isScalable = kind.scalable && row.owner === 0
  const isDeletable = !kept.has(row.resource) && !row.deleting
  if (!isScalable && !isDeletable) return null
  return (
    <div className="action-group" role="group" aria-label={t('inspector.actions.label')}>
      {isScalable && <Scale key={row.key} row={row} />}
      {isDeletable && <Delete row={row} kind={kind} />}
    </div>
  )
}

/** Milliseconds after the answer within which the row says the same. */
const rowFollowsWithin = 500

function Scale({ row }: { readonly row: Row }) {
  const { t } = useTranslation('facts')
  /** What was asked for last, until the row says it too: quick clicks count on from there. */
  const [wanted, setWanted] = useState<number | null>(null)
  const shown = wanted ?? row.desired
  const scale = async (replicas: number) => {
    setWanted(replicas)
    const { code } = await scaleTo(row.key, replicas)
    const forget = () => setWanted((latest) => (latest === replicas ? null : latest))
    if (code >= 400) forget()
    else setTimeout(forget, rowFollowsWithin)
  }
  return (
    <div className="scale">
      <span id="scale-label">{t('inspector.sections.replicas')}</span>
      <button className="button icon" aria-label={t('inspector.actions.scaleDown')} disabled={shown <= 0} onClick={() => void scale(shown - 1)}>
        <Minus size={14} />
      </button>
      <output aria-labelledby="scale-label">{shown}</output>
      <button className="button icon" aria-label={t('inspector.actions.scaleUp')} onClick={() => void scale(shown + 1)}>
        <Plus size={14} />
      </button>
    </div>
  )
}

/** A pod that its owner replaces goes at once; anything else is asked about first. */
function Delete({ row, kind }: { readonly row: Row; readonly kind: CatalogueKind }) {
  const { t } = useTranslation('facts')
  const label = (
    <>
      <Trash2 size={14} />
      {t('inspector.actions.delete')}
    </>
  )
  if (row.resource === 'pods' && row.owner > 0) {
    return (
      <button className="button line" title={t('inspector.actions.deleteTextPod', { name: row.name })} onClick={() => void deleteObject(row.key)}>
        {label}
      </button>
    )
  }
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="button line">{label}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="dialog-scrim" />
        <AlertDialog.Content className="dialog">
          <AlertDialog.Title asChild>
            <h2>{t('inspector.actions.deleteAsk', { name: row.name })}</h2>
          </AlertDialog.Title>
          <AlertDialog.Description>{t('inspector.actions.deleteText', { kind: kind.kind.toLowerCase(), name: row.name })}</AlertDialog.Description>
          <footer>
            <AlertDialog.Cancel className="button">{t('inspector.actions.no')}</AlertDialog.Cancel>
            <AlertDialog.Action className="button primary" onClick={() => void deleteObject(row.key)}>
              {t('inspector.actions.yes')}
            </AlertDialog.Action>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
