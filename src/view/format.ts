/** Numbers as Kubernetes writes them, for cards. */
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const

const short = (value: number, digits: number): string => String(Number(value.toFixed(digits)))

/** `0.25` of a CPU. */
export const cpuText = (milli: number): string => short(milli / 1000, 2)

/** `0.25 / 8Gi` in the unit of the whole. */
export function memoryOf(bytes: number, whole: number): string {
  let unit = 0
  while (whole >= 1024 ** (unit + 1) && unit < binary.length - 1) unit++
  return `${short(bytes / 1024 ** unit, 2)} / ${short(whole / 1024 ** unit, 1)}${binary[unit] ?? ''}`
}

/** `128Mi`. */
export function memoryText(bytes: number): string {
  let unit = 0
  while (bytes >= 1024 ** (unit + 1) && unit < binary.length - 1) unit++
  return `${short(bytes / 1024 ** unit, 2)}${binary[unit] ?? ''}`
}

/** `52 ms`, `38 s`, `4m12s`: kubectl's ages, with milliseconds below a second. */
export function ageText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000)
  if (seconds < 1) return `${Math.max(0, Math.floor(micros / 1000))} ms`
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m${seconds % 60}s`
  return `${Math.floor(seconds / 3600)}h`
}

/** `00:01:42`. */
export function clockText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** A pod's own end of its name: `…-7c9d5b6f4-k2x9p` → `k2x9p`. */
export const tailOf = (name: string): string => name.split('-').at(-1) ?? name

/** The tag of an image, without what names the program before a version: `…/x:serverab-v3` → `v3`. */
export function tagOf(image: string): string {
  const tag = /:([\w][\w.-]*)$/.exec(image.split('@')[0] ?? '')?.[1] ?? ''
  return /-(v\d[\w.]*)$/.exec(tag)?.[1] ?? tag
}
