/** Tabs of the files: the open one and its neighbours, the rest in a menu; the person's own can be renamed and deleted. */
import { ChevronDown, Pencil, Plus, Trash2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Glyph } from '../shell/glyph.tsx'
import { chooseByArrows } from '../shell/roving.ts'
import { useCluster } from '../store.ts'
import { addFile, deleteFile, isOwn, openFile, renameFile, useFiles, type FileState } from './files.ts'
import { standingOf } from './standing.ts'

/** Pixels a tab takes beside its name, and per letter; enough to tell how many fit. */
const tabPadding = 46
const letterWidth = 7.2
const menuWidth = 96

export function FileTabs() {
  const { t } = useTranslation()
  const files = useFiles((state) => state.files)
  const open = useFiles((state) => state.open)
  const [renaming, setRenaming] = useState('')
  const [list, width] = useWidth()
  const shown = fitting(files, open, width)
  return (
    <div className="tabs file-tabs" ref={list}>
      <div className="tab-list" role="tablist" aria-label={t('files.label')}>
        {shown.map((file) => (
          <button key={file.name} role="tab" aria-selected={file.name === open} tabIndex={file.name === open ? 0 : -1} onKeyDown={chooseByArrows} onClick={() => openFile(file.name)}>
            <Mark file={file} />
            {file.name}
          </button>
        ))}
      </div>
      {renaming === open ? (
        <NameField name={open} onDone={() => setRenaming('')} />
      ) : (
        <FileMenu files={files.filter((file) => !shown.includes(file))} open={open} onRename={() => setRenaming(open)} />
      )}
    </div>
  )
}

/** The open file is always shown; the others in order, as far as they fit. */
function fitting(files: readonly FileState[], open: string, width: number): readonly FileState[] {
  const cost = ({ name }: FileState) => tabPadding + name.length * letterWidth
  const opened = files.find((file) => file.name === open)
  let left = width - menuWidth - (opened ? cost(opened) : 0)
  return files.filter((file) => {
    if (file.name === open) return true
    left -= cost(file)
    return left >= 0
  })
}

interface FileMenuProps {
  readonly files: readonly FileState[]
  readonly open: string
  readonly onRename: () => void
}

function FileMenu({ files, open, onRename }: FileMenuProps) {
  const { t } = useTranslation()
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="file-menu" aria-label={files.length > 0 ? t('files.more', { count: files.length }) : t('files.new')}>
        {files.length > 0 && t('files.more', { count: files.length })}
        <ChevronDown size={14} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          {files.map((file) => (
            <DropdownMenu.Item key={file.name} className="menu-item" onSelect={() => openFile(file.name)}>
              <Mark file={file} />
              {file.name}
            </DropdownMenu.Item>
          ))}
          {files.length > 0 && <DropdownMenu.Separator className="menu-line" />}
          <DropdownMenu.Item className="menu-item" onSelect={addFile}>
            <Plus size={14} />
            {t('files.new')}
          </DropdownMenu.Item>
          {isOwn(open) && (
            <DropdownMenu.Item className="menu-item" onSelect={onRename}>
              <Pencil size={14} />
              {t('files.rename', { name: open })}
            </DropdownMenu.Item>
          )}
          {isOwn(open) && (
            <DropdownMenu.Item className="menu-item" onSelect={() => deleteFile(open)}>
              <Trash2 size={14} />
              {t('files.delete', { name: open })}
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** Enter takes the name, Escape leaves it. */
function NameField({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState(name)
  return (
    <input
      className="field code name-field"
      aria-label={t('files.name')}
      value={wanted}
      autoFocus
      onChange={(event) => setWanted(event.target.value)}
      onFocus={(event) => event.target.setSelectionRange(0, name.lastIndexOf('.'))}
      onBlur={onDone}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || (event.key === 'Enter' && renameFile(name, wanted))) onDone()
      }}
    />
  )
}

function Mark({ file }: { readonly file: FileState }) {
  const { t } = useTranslation()
  const standing = useCluster(({ world }) => standingOf(file, world))
  if (standing === 'new') return null
  const state = standing === 'refused' ? 'error' : standing === 'same' ? 'ok' : 'none'
  return <Glyph state={state} label={t(`files.${standing}`)} />
}

function useWidth() {
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(480)
  useEffect(() => {
    const node = element.current
    if (!node) return undefined
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 480))
    observer.observe(node)
    return () => observer.disconnect()
  }, [])
  return [element, width] as const
}
