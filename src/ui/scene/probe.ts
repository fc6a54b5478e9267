/** Where things are drawn, in page pixels, for automation. The scene says where its dots are; cards are found by key. */
import type { ObjectKey } from '../../worker/protocol.ts'

export interface ShownDot {
  readonly id: number
  /** The outcome's shape, or `reply` or `envelope`. */
  readonly kind: string
  /** The request that it belongs to, 0 if none. */
  readonly request: number
  readonly x: number
  readonly y: number
}

let source: () => readonly ShownDot[] = () => []

/** The scene on the page tells where its dots are; returns how to take that back. */
export function provideDots(read: () => readonly ShownDot[]): () => void {
  source = read
  return () => {
    if (source === read) source = () => []
  }
}

export const dots = (): readonly ShownDot[] => source()

export function locate(key: ObjectKey): DOMRect | null {
  return document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.getBoundingClientRect() ?? null
}
