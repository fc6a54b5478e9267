/** Back to the start: the question whether that is really wanted, and what is done then. Stands in an `AlertDialog.Root`. */
import { AlertDialog } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { resetFiles } from '../editor/files.ts'
import { showFirstSteps, useCluster, useView } from '../store.ts'

interface ResetQuestionProps {
  readonly onDone?: () => void
  /** Where the focus goes when it closes; by default to what opened it. */
  readonly onCloseAutoFocus?: (event: Event) => void
}

export function ResetQuestion({ onDone, onCloseAutoFocus }: ResetQuestionProps) {
  const { t } = useTranslation()
  const yes = () => {
    reset()
    onDone?.()
  }
  return (
    <AlertDialog.Portal>
      <AlertDialog.Overlay className="dialog-scrim" />
      <AlertDialog.Content className="dialog" onCloseAutoFocus={onCloseAutoFocus}>
        <AlertDialog.Title>{t('reset.title')}</AlertDialog.Title>
        <AlertDialog.Description>{t('reset.text')}</AlertDialog.Description>
        <footer>
          <AlertDialog.Cancel className="button">{t('reset.no')}</AlertDialog.Cancel>
          <AlertDialog.Action className="button primary" onClick={yes}>
            {t('reset.yes')}
          </AlertDialog.Action>
        </footer>
      </AlertDialog.Content>
    </AlertDialog.Portal>
  )
}

function reset(): void {
  const { door, boot } = useCluster.getState()
  useView.setState({ story: '', output: [], bookmarks: [], compared: null })
  showFirstSteps()
  resetFiles()
  void door?.reset(boot?.seed ?? 1)
}
