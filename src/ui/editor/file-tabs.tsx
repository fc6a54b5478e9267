/** Tabs of the files: the open one and its neighbours, the rest in a menu. */
import { ChevronDown, Plus } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Glyph } from '../shell/glyph.tsx'
import { addFile, openFile, useFiles, type FileState } from './files.ts'

/** Pixels a tab takes beside its name, and per letter; enough to tell how many fit. */
const tabPadding = 46
const letterWidth = 7.2
const menuWidth = 96

export function FileTabs() {
  const { t } = useTranslation()
  const files = useFiles((state) => state.files)
  const open = useFiles((state) => state.open)
  const [list, width] = useWidth()
  const shown = fitting(files, open, width)
  const rest = files.filter((file) => !shown.includes(file))
  return (
    <div className="tabs file-tabs" ref={list}>
      <div className="tab-list" role="tablist" aria-label={t('files.label')}>
        {shown.map((file) => (
          <button key={file.name} role="tab" aria-selected={file.name === open} onClick={() => openFile(file.name)}>
            <Mark file={file} />
            {file.name}
          </button>
        ))}
      </div>
      <FileMenu files={rest} />
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

function FileMenu({ files }: { readonly files: readonly FileState[] }) {
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
          <DropdownMenu.Item className="menu-item" onSelect={addFile}>
            <Plus size={14} />
            {t('files.new')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Mark({ file }: { readonly file: FileState }) {
  const { t } = useTranslation()
  if (file.refused) return <Glyph state="error" label={t('files.refused')} />
  if (file.applied === '') return null
  return file.applied === file.text ? <Glyph state="ok" label={t('files.inCluster')} /> : <Glyph state="none" label={t('files.edited')} />
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
