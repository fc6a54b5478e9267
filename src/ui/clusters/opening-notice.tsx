/** While a long session is run again: how far it is, and a way to give it up. What was open before stays until it is there. */
import { Dialog } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { giveUp, useCluster } from '../store.ts'

export function OpeningNotice({ share }: { readonly share: number }) {
  const { t } = useTranslation('time')
  const percent = Math.floor(share * 100)
  const isFirst = useCluster((state) => state.epoch === 0)
  const cancel = () => giveUp('opening')
  return (
    <Dialog.Root open onOpenChange={(open) => !open && cancel()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-scrim" />
        <Dialog.Content className="dialog" onInteractOutside={(event) => event.preventDefault()}>
          <Dialog.Title>{t('opening.title')}</Dialog.Title>
          <Dialog.Description>{t(isFirst ? 'opening.first' : 'opening.text')}</Dialog.Description>
          <div className="progress" role="progressbar" aria-label={t('opening.title')} aria-valuenow={percent}>
            <span style={{ width: `${percent}%` }} />
          </div>
          <footer>
            <button type="button" className="button" onClick={cancel}>
              {t('clusters.cancel')}
            </button>
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
