/**
 * A session small enough for a link: deflated and written in the letters that addresses allow. What does not fit is left
 * out in order: the page's files first, then the history; then the link opens the scenario. Reading inflates with a cap.
 */
import type { Link } from '../protocol.ts'
import type { Session } from '../session.ts'
import { deflate, inflate } from './deflate.ts'
import type { KeptSession } from './format.ts'
import { parseSession, type Parsed } from './parse.ts'
import { forOthers, takeSession } from './take.ts'

/** `#k1.` and so many letters; longer addresses are cut off by what people send them with. */
export const linkLimit = 12_000
/** Characters that a link may unfold into. */
const inflatedLimit = 2_000_000
const prefix = 'k1.'

export async function linkTo(session: Session, page: string): Promise<Link> {
  const whole = flat(session, page)
  for (const kept of [whole, { ...whole, page: '' }]) {
    const fragment = await fold(kept)
    if (fragment.length <= linkLimit) return { fragment, holds: 'moment' }
  }
  return { fragment: await fold(scenarioOf(whole)), holds: 'scenario' }
}

/** The present branch alone, up to the present. */
function flat(session: Session, page: string): KeptSession {
  const { history, cluster } = session
  const kept = forOthers(takeSession(session, { name: '', page }))
  const moment = history.moment()
  const [root] = kept.tree.branches
  const actions = history.branch().actions.filter((index) => index < moment.inputs)
  const branch = { id: 1, name: 'main', parent: 0, forkedAt: root?.forkedAt ?? moment, log: cluster.inputs, actions, head: moment, dropped: false }
  return { ...kept, objects: '', tree: { branches: [branch], current: 1, moment } }
}

/** As it is when it has come up. */
function scenarioOf(kept: KeptSession): KeptSession {
  return { ...kept, page: '', tree: { branches: [], current: 0, moment: { at: 0, taken: 0, inputs: 0 } } }
}

async function fold(kept: KeptSession): Promise<string> {
  const bytes = await deflate(new TextEncoder().encode(JSON.stringify(kept)))
  let letters = ''
  for (const byte of bytes) letters += String.fromCharCode(byte)
  return prefix + btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

const refused = (code: 'link.other' | 'link.newer' | 'link.long' | 'link.large' | 'link.damaged'): Parsed => ({ ok: false, refusal: { code, params: {} } })

/** `#` may stand before it. */
export async function readLink(fragment: string): Promise<Parsed> {
  const text = fragment.replace(/^#/, '')
  if (!text.startsWith(prefix)) return refused(/^k\d+\./.test(text) ? 'link.newer' : 'link.other')
  if (text.length > 2 * linkLimit) return refused('link.long')
  try {
    const letters = atob(text.slice(prefix.length).replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = await inflate(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)), inflatedLimit)
    return bytes.length > inflatedLimit ? refused('link.large') : parseSession(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return refused('link.damaged')
  }
}
