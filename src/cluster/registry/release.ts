/** Which tags an official image has, where they could not all be listed. */

/** Names of releases, distributions and builds, as official images combine them: `stable-alpine`, `18-bookworm`, `3.12-slim`. */
const words = new Set(
  'latest stable mainline oldstable testing edge rolling devel lts alpine slim perl otel musl glibc uclibc debian ubuntu trixie bookworm bullseye buster stretch jessie wheezy sid noble jammy focal bionic xenial trusty oraclelinux ubi windowsservercore nanoserver ltsc beta rc'.split(' '),
)
const version = /^v?(\d+)(?:\.(\d+)(?:\.\d+){0,2})?$/
const date = /^\d{8}(?:\.\d+)?$/
/** Minors that no old major of any of them ever reached. */
const highestMinor = 60

/** `newest` is the youngest release known here, `1.31`: what would come after it does not exist, like nginx:1.161. */
export function isRelease(tag: string, newest: string): boolean {
  return tag.split('-').every((part, index) => (index === 0 && isVersion(part, newest)) || date.test(part) || isVariant(part))
}

function isVersion(text: string, newest: string): boolean {
  const [, major, minor = '0'] = version.exec(text) ?? []
  const [newestMajor = 0, newestMinor = 0] = newest.split('.').map(Number)
  if (major === undefined || Number(major) > newestMajor) return false
  return Number(minor) <= (Number(major) === newestMajor ? newestMinor : highestMinor)
}

/** `alpine`, `alpine3.22`, `rc1`. */
const isVariant = (part: string): boolean => words.has(part.replace(/\d+(?:\.\d+)*$/, ''))
