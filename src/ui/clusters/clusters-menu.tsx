/** At the top left: which cluster this is, the others that are kept, and what can be done with one as a whole. */
import { Boxes, Check, ChevronDown, Copy, Download, FileUp, Link2, Pencil, Plus, Trash2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClusterCard } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { copyCluster, copyLink, deleteCluster, downloadObjects, downloadSession, importSession, newCluster, openCluster, renameCluster } from './actions.ts'
import { AskDialog, ConfirmDialog } from './dialogs.tsx'

type Asking = { readonly type: 'new' | 'rename' | 'copy' } | { readonly type: 'delete'; readonly card: ClusterCard }

export function ClustersMenu() {
  const { t } = useTranslation('time')
  const kept = useCluster((state) => state.kept)
  const seed = useCluster((state) => state.boot?.seed ?? 1)
  const [cards, setCards] = useState<readonly ClusterCard[]>([])
  const [asking, setAsking] = useState<Asking | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const nameOf = (card: Pick<ClusterCard, 'name'>) => card.name || t('clusters.demo')
  const look = () => {
    const { door } = useCluster.getState()
    if (door && kept) door.clusters().then(setCards, () => setCards([]))
  }
  const current = nameOf({ name: kept?.name ?? '' })
  const isLost = kept?.status === 'elsewhere' || kept?.status === 'unkept' || kept?.status === 'full'
  const hint = isLost ? t('clusters.unkept') : t('clusters.seed', { seed })
  return (
    <>
      <DropdownMenu.Root onOpenChange={(open) => open && look()}>
        <DropdownMenu.Trigger className="scenario" aria-label={`${t('clusters.menu')}: ${current} ${hint}`}>
          <Boxes size={16} />
          <b>{current}</b> <span>{hint}</span>
          <ChevronDown size={14} />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
            {kept && (
              <>
                {cards.map((card) => (
                  <DropdownMenu.Item key={card.id} className="menu-item" onSelect={() => card.id !== kept.id && void openCluster(card.id)}>
                    {card.id === kept.id ? <Check size={14} /> : <Boxes size={14} />}
                    {nameOf(card)}
                    <span className="menu-hint">{t('clusters.seed', { seed: card.seed })}</span>
                  </DropdownMenu.Item>
                ))}
                <DropdownMenu.Separator className="menu-line" />
                <Choice icon={<Plus size={14} />} text={t('clusters.new')} onChoose={() => setAsking({ type: 'new' })} />
                <Choice icon={<Pencil size={14} />} text={t('clusters.rename')} onChoose={() => setAsking({ type: 'rename' })} />
                <Choice icon={<Copy size={14} />} text={t('clusters.copy')} onChoose={() => setAsking({ type: 'copy' })} />
                {cards
                  .filter(({ id }) => id !== kept.id)
                  .map((card) => (
                    <Choice key={card.id} icon={<Trash2 size={14} />} text={`${t('clusters.deleteYes')} ${nameOf(card)} …`} onChoose={() => setAsking({ type: 'delete', card })} />
                  ))}
                <DropdownMenu.Separator className="menu-line" />
              </>
            )}
            <Choice icon={<Link2 size={14} />} text={t('clusters.link')} onChoose={() => void copyLink()} />
            <Choice icon={<Download size={14} />} text={t('clusters.export')} onChoose={() => void downloadSession()} />
            <Choice icon={<FileUp size={14} />} text={t('clusters.import')} onChoose={() => file.current?.click()} />
            <Choice icon={<Download size={14} />} text={t('clusters.objects')} onChoose={() => void downloadObjects()} />
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <input
        ref={file}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={t('clusters.import')}
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen) void importSession(chosen)
          event.target.value = ''
        }}
      />
      {asking?.type === 'new' && <AskDialog title={t('clusters.new')} name={t('clusters.numbered', { number: cards.length + 1 })} seed={1} yes={t('clusters.yes')} onAnswer={(name, chosen) => void newCluster(name, chosen)} onClose={() => setAsking(null)} />}
      {asking?.type === 'copy' && <AskDialog title={t('clusters.copy')} name={t('clusters.copyOf', { name: current })} yes={t('clusters.yes')} onAnswer={(name) => void copyCluster(name)} onClose={() => setAsking(null)} />}
      {asking?.type === 'rename' && kept && <AskDialog title={t('clusters.rename')} name={current} yes={t('clusters.save')} onAnswer={(name) => void renameCluster(kept.id, name)} onClose={() => setAsking(null)} />}
      {asking?.type === 'delete' && (
        <ConfirmDialog title={t('clusters.deleteTitle', { name: nameOf(asking.card) })} text={t('clusters.deleteText')} yes={t('clusters.deleteYes')} onYes={() => void deleteCluster(asking.card.id)} onClose={() => setAsking(null)} />
      )}
    </>
  )
}

function Choice({ icon, text, onChoose }: { readonly icon: React.ReactNode; readonly text: string; readonly onChoose: () => void }) {
  return (
    <DropdownMenu.Item className="menu-item" onSelect={onChoose}>
      {icon}
      {text}
    </DropdownMenu.Item>
  )
}
