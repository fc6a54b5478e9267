/** What is wrong, in the server's words and in plain ones, with a way on where there is one. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../worker/protocol.ts'
import { applyFile, edit, useFiles, type FileState } from './files.ts'

interface NoticeProps {
  readonly file: FileState
  readonly problem: Problem
  readonly onHeight: (height: number) => void
  readonly onShow: () => void
}

export function ProblemNotice({ file, problem, onHeight }: NoticeProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const files = useFiles((state) => state.files)
  useEffect(() => {
    const node = box.current
    if (!node) return undefined
    const observer = new ResizeObserver(() => onHeight(node.offsetHeight + 12))
    observer.observe(node)
    return () => observer.disconnect()
  }, [onHeight])
  const fix = fixOf(file, problem, files)
  return (
    <div className="problem" ref={box} role="alert">
      <p>
        {problem.code > 0 && (
          <b>
            {problem.code} {problem.reason}.{' '}
          </b>
        )}
        <code>{problem.message}</code>
      </p>
      {fix && <p>{t(fix.text, fix.values)}</p>}
      {fix && (
        <button className="button" onClick={fix.act}>
          {t(fix.label, fix.values)}
        </button>
      )}
    </div>
  )
}

interface Fix {
  readonly text: string
  readonly label: string
  readonly values: { readonly [name: string]: string }
  readonly act: () => void
}

function fixOf(file: FileState, { message, field }: Problem, files: readonly FileState[]): Fix | undefined {
  if (field === 'spec.selector' && message.includes('field is immutable')) return renameFix(file)
  const namespace = /^namespaces "(.+)" not found$/.exec(message)?.[1]
  const source = namespace && files.find(({ text }) => declaresNamespace(text, namespace))
  if (!namespace || !source) return undefined
  return { text: 'fix.namespace', label: 'fix.applyFirst', values: { file: source.name }, act: () => void applyFile(source.name) }
}

const declaresNamespace = (text: string, name: string): boolean =>
  /^kind:\s*Namespace\s*$/m.test(text) && new RegExp(`^\\s+name:\\s*["']?${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']?\\s*$`, 'm').test(text)

/** The name its pods' app label suggests, if the file does not have it already. */
function renameFix(file: FileState): Fix | undefined {
  const wanted = /^\s+app:\s*["']?([\w.-]+)["']?\s*$/m.exec(file.text)?.[1]
  const named = /^(metadata:\n(?:[ \t]+.*\n)*?[ \t]+name:\s*)["']?([\w.-]+)["']?[ \t]*$/m.exec(file.text)
  if (!wanted || !named || named[2] === wanted) return undefined
  const [, before = '', name = ''] = named
  const renamed = file.text.slice(0, named.index) + before + wanted + file.text.slice(named.index + named[0].length)
  return { text: 'fix.immutable', label: 'fix.rename', values: { name, wanted }, act: () => edit(file.name, renamed) }
}
