/** What was done and what kubectl said to it, with addresses in their colours. */
import { Fragment, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useView, type OutputEntry } from '../store.ts'

export function Output() {
  const { t } = useTranslation()
  const lines = useView((state) => state.output)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [lines])
  return (
    <div className="output" ref={box} role="log" aria-label={t('dock.output')} tabIndex={0}>
      {lines.map((line) => (
        <Line key={line.id} line={line} note={t} />
      ))}
    </div>
  )
}

function Line({ line, note }: { readonly line: OutputEntry; readonly note: (key: string, params?: OutputEntry['params']) => string }) {
  if (line.type === 'command') return <div className="command">$ {line.text}</div>
  if (line.type === 'note') return <div className="note">{note(line.text, line.params).split('\n').map((text) => `# ${text}\n`)}</div>
  return (
    <div className={line.type}>
      <Addresses text={line.params ? note(line.text, line.params) : line.text} />
    </div>
  )
}

/** 10.0.x.y is a node's, 10.244.x.y a pod's, 10.96.0.0/12 a Service's. */
const address = /\b(10\.(?:0|244|9[6-9]|10\d|11[01])\.\d{1,3}\.\d{1,3})\b/

export function addressKind(text: string): 'node' | 'pod' | 'cluster' | '' {
  const second = Number(/^10\.(\d+)\./.exec(text)?.[1] ?? -1)
  if (second === 0) return 'node'
  if (second === 244) return 'pod'
  return second >= 96 && second <= 111 ? 'cluster' : ''
}

export function Addresses({ text }: { readonly text: string }) {
  return text.split(address).map((part, index) =>
    index % 2 === 0 ? (
      <Fragment key={index}>{part}</Fragment>
    ) : (
      <span key={index} className={`ip-${addressKind(part)}`}>
        {part}
      </span>
    ),
  )
}
