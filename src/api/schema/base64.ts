/** Base64 as Go's encoding/base64 reads and writes it: line breaks are skipped, the first bad byte is named. */

export type Base64Result = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string }

const refuse = (at: number): Base64Result => ({ ok: false, message: `illegal base64 data at input byte ${at}` })

export function checkBase64(text: string): Base64Result {
  const clean = text.replace(/[\r\n]/g, '')
  const bad = clean.search(/[^A-Za-z0-9+/=]/)
  if (bad >= 0) return refuse(bad)
  const padding = clean.indexOf('=')
  const body = padding < 0 ? clean : clean.slice(0, padding)
  const isPadded = clean.length % 4 === 0 && /^=*$/.test(clean.slice(body.length)) && clean.length - body.length <= 2
  return isPadded ? { ok: true, text: clean } : refuse(padding < 0 ? body.length - (body.length % 4) : padding)
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function encodeBase64(bytes: readonly number[]): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const four = [18, 12, 6, 0].map((shift) => letters[(group >> shift) & 63]).join('')
    text += four.slice(0, Math.min(4, bytes.length - at + 1)).padEnd(4, '=')
  }
  return text
}
