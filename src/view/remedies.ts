/** What one verb can do about the cause that an explanation names: words for kubectl, or a part to start. */
import type { WhySentence } from '../worker/protocol.ts'
import { partName } from './why.ts'
import { partsOfKey } from './world.ts'

export interface Remedy {
  /** Key of its label in the locale files. */
  readonly key: 'uncordon' | 'start' | 'resume' | 'undo' | 'force-delete'
  /** What the label names. */
  readonly name: string
  readonly act: { readonly type: 'kubectl'; readonly words: readonly string[] } | { readonly type: 'start'; readonly part: string }
}

/** In the order of the sentences, each once. `about` is the object that was asked about. */
export function remediesOf(sentences: readonly WhySentence[], about: string): readonly Remedy[] {
  const found = sentences.filter(({ level }) => level === 'answer').flatMap((sentence) => [...starting(sentence), ...verb(sentence, about)])
  return [...new Map(found.map((remedy) => [`${remedy.key} ${remedy.name}`, remedy])).values(), ...undo(sentences, about)]
}

/** Sentences that name a part because it did something; all others do because it is stopped. */
const namesDoer = new Set(['origin.part', 'deleted.part', 'node.cordoned.part'])

function starting({ code, params }: WhySentence): readonly Remedy[] {
  const part = String(params['part'] ?? '')
  return part !== '' && !namesDoer.has(code) ? [{ key: 'start', name: partName(part), act: { type: 'start', part } }] : []
}

function verb({ code, params }: WhySentence, about: string): readonly Remedy[] {
  if (code === 'filter.cordoned' || code.startsWith('node.cordoned')) {
    const { name } = partsOfKey(String(params['node']))
    return [{ key: 'uncordon', name, act: { type: 'kubectl', words: ['uncordon', name] } }]
  }
  if (code === 'deployment.paused') {
    const { namespace, name } = partsOfKey(String(params['deployment']))
    return [{ key: 'resume', name, act: { type: 'kubectl', words: ['rollout', 'resume', `deployment/${name}`, '-n', namespace] } }]
  }
  if (code === 'pod.terminating.silent') {
    const { namespace, name } = partsOfKey(about)
    return [{ key: 'force-delete', name, act: { type: 'kubectl', words: ['delete', 'pod', name, '-n', namespace, '--grace-period=0', '--force'] } }]
  }
  return []
}

/** A rollout that waits, or has waited for too long, can be taken back if there is something to go back to. */
function undo(sentences: readonly WhySentence[], about: string): readonly Remedy[] {
  const says = (code: string) => sentences.some((sentence) => sentence.code === code)
  if (!says('deployment.replaced') || !says('deployment.waits-for') || !about.startsWith('deployments.apps/')) return []
  const { namespace, name } = partsOfKey(about)
  return [{ key: 'undo', name, act: { type: 'kubectl', words: ['rollout', 'undo', `deployment/${name}`, '-n', namespace] } }]
}
