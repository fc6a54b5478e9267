/**
 * Base64 as JSON carries Go's []byte, and as encoding/base64 reads and writes it: line breaks are skipped, the first bad
 * byte is named. Only `checkBase64` refuses; the other readers take what it let pass.
 */

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

/** Number of bytes the text stands for. */
export function base64Length(text: string): number {
  const characters = text.replace(/[\r\n=]/g, '').length
  return Math.floor((characters * 3) / 4)
}

/** UTF-8 bytes of the text. */
export function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return bytes
}

export function decodeBase64(text: string): number[] {
  const bytes: number[] = []
  let bits = 0
  let group = 0
  for (const character of text) {
    const digit = letters.indexOf(character)
    if (digit < 0) continue
    group = ((group << 6) | digit) & 0xffffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((group >> bits) & 255)
  }
  return bytes
}

/** The text whose UTF-8 these bytes are; what is no UTF-8 becomes U+FFFD. */
export function textOfBytes(bytes: readonly number[]): string {
  let text = ''
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i] ?? 0
    const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
    const rest = bytes.slice(i + 1, i + length)
    const lead = length === 1 ? first : first & (0xff >> (length + 1))
    const code = rest.reduce((sum, byte) => (sum << 6) | (byte & 63), lead)
    const isValid = (length === 1 ? first < 0x80 : rest.length === length - 1) && code <= 0x10ffff
    text += isValid ? String.fromCodePoint(code) : '\ufffd'
    i += isValid ? length : 1
  }
  return text
}
