/** Names of places and of those who send requests: `internet`, `node/NAME`, `pod/NAMESPACE/NAME`. */
import type { Endpoint } from './packet.ts'

export type Sender =
  | { readonly type: 'internet' }
  | { readonly type: 'node'; readonly node: string }
  | { readonly type: 'pod'; readonly namespace: string; readonly name: string }

export function parseSender(text: string): Sender | undefined {
  if (text === 'internet') return { type: 'internet' }
  const [type, first = '', second = '', ...rest] = text.split('/')
  if (rest.length > 0 || first === '') return undefined
  if (type === 'node' && second === '') return { type: 'node', node: first }
  return type === 'pod' && second !== '' ? { type: 'pod', namespace: first, name: second } : undefined
}

/** `10.244.2.4:9502`. */
export const placeKey = ({ address, port }: Endpoint): string => `${address}:${port}`
