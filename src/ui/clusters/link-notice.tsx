/** What a link holds, before anything of it runs: open it, or stay. One that cannot be opened says why. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusedError } from '../../worker/client.ts'
import type { LinkContent } from '../../worker/protocol.ts'
import { clockText } from '../../view/format.ts'
import { complain, useCluster } from '../store.ts'
import { openLink } from './actions.ts'
import { ConfirmDialog } from './dialogs.tsx'

export function LinkNotice({ fragment, onClose }: { readonly fragment: string; readonly onClose: () => void }) {
  const { t } = useTranslation('time')
  const content = useContent(fragment)
  useEffect(() => {
    if (!content?.refusal) return
    complain(new RefusedError(content.refusal))
    onClose()
  }, [content, onClose])
  if (!content || content.refusal) return null
  const text = t('link.text', { seed: content.seed, count: content.actions, at: clockText(content.at) })
  return <ConfirmDialog title={t('link.title')} text={content.foreign ? `${text} ${t('link.foreign')}` : text} yes={t('link.open')} no={t('link.leave')} onYes={() => void openLink(fragment)} onClose={onClose} />
}

/** Null until the worker has read it. */
function useContent(fragment: string): LinkContent | null {
  const isOpen = useCluster((state) => state.epoch > 0)
  const [content, setContent] = useState<LinkContent | null>(null)
  useEffect(() => {
    const { door } = useCluster.getState()
    if (isOpen && door) door.readLink(fragment).then(setContent, () => undefined)
  }, [fragment, isOpen])
  return content
}
