/** Tabs of the files: the open one and its neighbours, the rest in a menu; the person's own can be renamed and deleted. */
import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseByArrows } from '../shell/roving.ts'
import { FileMark } from './file-mark.tsx'
import { openFile, renameFile, useFiles, type FileState } from './files.ts'

/** Menus are not needed for the first picture. */
const FileMenu = lazy(() => import('./file-menu.tsx').then(({ FileMenu: Menu }) => ({ default: Menu })))

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
            <FileMark file={file} />
            {file.name}
          </button>
        ))}
      </div>
      {renaming === open ? (
        <NameField name={open} onDone={() => setRenaming('')} />
      ) : (
        <Suspense fallback={<MenuToCome />}>
          <FileMenu files={files.filter((file) => !shown.includes(file))} open={open} onRename={() => setRenaming(open)} />
        </Suspense>
      )}
    </div>
  )
}

const MenuToCome = () => (
  <span className="file-menu" aria-hidden>
    <ChevronDown size={14} />
  </span>
)

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
