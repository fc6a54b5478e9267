/** Two small dialogs: one asks for a name (and a seed), one whether something is really wanted. */
import { AlertDialog, Dialog } from 'radix-ui'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'

interface AskProps {
  readonly title: string
  readonly name: string
  /** Asked for where it is given. */
  readonly seed?: number
  readonly yes: string
  readonly onAnswer: (name: string, seed: number) => void
  readonly onClose: () => void
}

export function AskDialog({ title, name: given, seed: first, yes, onAnswer, onClose }: AskProps) {
  const { t } = useTranslation('time')
  const [name, setName] = useState(given)
  const [seed, setSeed] = useState(String(first ?? 1))
  const answer = (event: FormEvent) => {
    event.preventDefault()
    onClose()
    onAnswer(name, Math.max(1, Math.floor(Number(seed)) || 1))
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-scrim" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{title}</Dialog.Title>
          <form onSubmit={answer}>
            <label className="field select">
              <span>{t('clusters.name')}</span>
              <input className="bare" value={name} maxLength={80} autoFocus onChange={(event) => setName(event.target.value)} onFocus={(event) => event.target.select()} />
            </label>
            {first !== undefined && (
              <label className="field select">
                <span>{t('clusters.seedField')}</span>
                <input className="bare" inputMode="numeric" value={seed} onChange={(event) => setSeed(event.target.value)} />
              </label>
            )}
            <footer>
              <button type="button" className="button" onClick={onClose}>
                {t('clusters.cancel')}
              </button>
              <button type="submit" className="button primary">
                {yes}
              </button>
            </footer>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ConfirmProps {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly no?: string
  readonly onYes: () => void
  readonly onClose: () => void
}

export function ConfirmDialog({ title, text, yes, no, onYes, onClose }: ConfirmProps) {
  const { t } = useTranslation('time')
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="dialog-scrim" />
        <AlertDialog.Content className="dialog">
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description>{text}</AlertDialog.Description>
          <footer>
            <AlertDialog.Cancel className="button">{no ?? t('clusters.cancel')}</AlertDialog.Cancel>
            <AlertDialog.Action className="button primary" onClick={onYes}>
              {yes}
            </AlertDialog.Action>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
