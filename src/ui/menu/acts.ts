/** What menus do: kubectl's commands in its words, faults as notes beside them. A wish that was refused is said too. */
import type { Trouble } from '../../view/trouble.ts'
import type { FaultOrder } from '../../worker/protocol.ts'
import { kubectl, say, tried, useCluster, useView } from '../store.ts'

export const run = (...words: readonly string[]): void => void kubectl(words)

const door = () => useCluster.getState().door

/** Says what was done once it is done. */
function noted(done: Promise<unknown> | undefined, text: string, params: { readonly [name: string]: string | number } = {}): void {
  void tried(async () => {
    await done
    say([{ type: 'note', text, params }])
    useView.setState({ lowerTab: 'output' })
  })
}

/** `node/node-2` is a machine, `kubelet/node-2` stands on one, the others stand alone. */
function namesOf(part: string): { readonly case: 'machine' | 'onMachine' | 'process'; readonly part: string; readonly node: string } {
  const [type = '', node] = part.split('/')
  if (node === undefined) return { case: 'process', part, node: '' }
  return { case: type === 'node' ? 'machine' : 'onMachine', part: type, node }
}

export function stopPart(part: string): void {
  const { case: which, ...params } = namesOf(part)
  noted(door()?.stop(part), `menu:note.stop.${which}`, params)
}

export function startPart(part: string): void {
  const { case: which, ...params } = namesOf(part)
  noted(door()?.start(part), `menu:note.start.${which}`, params)
}

export const switchPart = (part: string, isDown: boolean): void => (isDown ? stopPart(part) : startPart(part))

/** What a fault's sentence names; an end that is not given is everything. */
export function faultParams(order: FaultOrder): { readonly [name: string]: string | number } {
  const { type, ...params } = order
  return params
}

/** Of a fault's sentence: links say whether they lead to everything or to one other end. */
export const faultKey = (order: FaultOrder): string => ('a' in order ? `${order.type}.${order.b === undefined ? 'all' : 'one'}` : order.type === 'watch' ? `watch.${order.mode}` : order.type === 'crash' ? `crash.${order.when}` : order.type)

export function makeFault(order: FaultOrder): void {
  noted(door()?.fault(order), `menu:note.fault.${faultKey(order)}`, faultParams(order))
}

export function healFault(id: number, order: FaultOrder): void {
  noted(door()?.heal(id), `menu:note.heal.${faultKey(order)}`, faultParams(order))
}

export function heal(trouble: Trouble): void {
  if (trouble.type === 'stopped') startPart(trouble.part)
  else healFault(trouble.id, trouble.order)
}

export function copyText(text: string): void {
  noted(navigator.clipboard.writeText(text), 'menu:note.copied', { text })
}
