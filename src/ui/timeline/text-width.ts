/** How wide a text of labels is, measured once per text. */
const known = new Map<string, number>()
/** Texts remembered. */
const limit = 2_000
let context: CanvasRenderingContext2D | null | undefined

export function textWidth(text: string): number {
  const seen = known.get(text)
  if (seen !== undefined) return seen
  context ??= document.createElement('canvas').getContext('2d')
  if (!context) return text.length * 7
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`
  const { width } = context.measureText(text)
  if (known.size >= limit) known.clear()
  known.set(text, width)
  return width
}
