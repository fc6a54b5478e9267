/** The files that have no room for a tab, and what can be done with a person's own. */
import { ChevronDown, Pencil, Plus, Trash2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { FileMark } from './file-mark.tsx'
import { addFile, deleteFile, isOwn, openFile, type FileState } from './files.ts'

interface FileMenuProps {
  readonly files: readonly FileState[]
  readonly open: string
  readonly onRename: () => void
}

export function FileMenu({ files, open, onRename }: FileMenuProps) {
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
              <FileMark file={file} />
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
