/** Births and deaths that may be shown at a time; with more, the eye follows none of them. */
const most = 10
/** Milliseconds that one takes; the camera's time in tokens.css. */
const lasts = 420

let begun: number[] = []

/** True if one more may begin now. */
export function takeTurn(): boolean {
  const now = performance.now()
  begun = begun.filter((at) => now - at < lasts)
  if (begun.length >= most) return false
  begun.push(now)
  return true
}
