/** What is wrong, in the server's words and in plain ones, with a way on where there is one. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { documentsOf } from './documents.ts'
import { applyFile, edit, useFiles, type FileState } from './files.ts'

interface NoticeProps {
  readonly file: FileState
  readonly problem: Problem
  readonly onHeight: (height: number) => void
  /** Goes to a line of the text. */
  readonly onShow: (line: number) => void
}

/** Further problems that are named; the rest is marked in the text. */
const furtherLimit = 4

export function ProblemNotice({ file, problem, onHeight, onShow }: NoticeProps) {
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
  const namespace = missingNamespace(problem)
  const isThere = useCluster(({ world }) => world.byKey.has(`namespaces/${namespace}`))
  const fix = namespace ? namespaceFix(file, { namespace, isThere, files }) : fixOf(file, problem)
  const lacking = useCluster(({ boot }) => boot?.lacking.find((kind) => kind === missingKind(problem)))
  const further = file.problems.filter((other) => other !== problem).slice(0, furtherLimit)
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
      {lacking && <p>{t('fix.lacking', { kind: lacking.split(' ')[1], version: lacking.split(' ')[0] })}</p>}
      {fix && <p>{t(fix.text, fix.values)}</p>}
      {fix && (
        <button className="button" onClick={fix.act}>
          {t(fix.label, fix.values)}
        </button>
      )}
      {further.map(({ line, message }) => (
        <button key={`${line} ${message}`} className="problem-further" onClick={() => onShow(line)}>
          <b>{t('fix.line', { line })}</b> <code>{message}</code>
        </button>
      ))}
    </div>
  )
}

interface Fix {
  readonly text: string
  readonly label: string
  readonly values: { readonly [name: string]: string }
  readonly act: () => void
}

const fixOf = (file: FileState, { message, field }: Problem): Fix | undefined => (field === 'spec.selector' && message.includes('field is immutable') ? renameFix(file) : undefined)

/** `apps/v1 StatefulSet`. */
const missingKind = ({ message }: Problem): string => {
  const [, kind = '', version = ''] = /no matches for kind "(.+?)" in version "(.+?)"/.exec(message) ?? []
  return `${version} ${kind}`
}

const missingNamespace = ({ message }: Problem): string => /^namespaces "(.+)" not found$/.exec(message)?.[1] ?? ''

interface NamespaceCase {
  readonly namespace: string
  /** It has been made since. */
  readonly isThere: boolean
  readonly files: readonly FileState[]
}

function namespaceFix(file: FileState, { namespace, isThere, files }: NamespaceCase): Fix | undefined {
  if (isThere) return { text: 'fix.nowThere', label: 'fix.again', values: { name: namespace }, act: () => void applyFile(file.name) }
  const source = files.find(({ text }) => declaresNamespace(text, namespace))
  return source && { text: 'fix.namespace', label: 'fix.applyFirst', values: { file: source.name }, act: () => void applyFile(source.name) }
}

const declaresNamespace = (text: string, wanted: string): boolean => documentsOf(text).some(({ kind, name }) => kind === 'Namespace' && name === wanted)

/** The name its pods' app label suggests, if the file does not have it already. */
function renameFix(file: FileState): Fix | undefined {
  const template = file.text.slice(Math.max(0, file.text.search(/^ +template:/m)))
  const wanted = /^\s+app:\s*["']?([\w.-]+)["']?\s*$/m.exec(template)?.[1]
  const named = /^(metadata:\n(?:[ \t]+.*\n)*?[ \t]+name:\s*)["']?([\w.-]+)["']?[ \t]*$/m.exec(file.text)
  if (!wanted || !named || named[2] === wanted) return undefined
  const [, before = '', name = ''] = named
  const renamed = file.text.slice(0, named.index) + before + wanted + file.text.slice(named.index + named[0].length)
  return { text: 'fix.immutable', label: 'fix.rename', values: { name, wanted }, act: () => edit(file.name, renamed) }
}
