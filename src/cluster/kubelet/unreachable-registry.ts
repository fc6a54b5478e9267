/** What containerd says of a registry that does not answer (v2 texts): `Head …: dial tcp …: i/o timeout`. */
import { seconds } from '../../sim/time.ts'
import type { Resolved } from '../network/program.ts'

/** Go's dialer gives up after this. */
export const dialTimeout = seconds(30)

/** Documentation range 203.0.113.0/24 (RFC 5737): every registry of this world is behind it. */
const registryAddress = '203.0.113.20:443'

/** `reference` as containerd normalised it: `docker.io/library/nginx:1.27`, `quay.io/a/b@sha256:…`. */
export function unreachableRegistry({ reference }: Resolved): Resolved {
  const [, host = '', repository = '', version = ''] = /^([^/]+)\/([^@]+?)[:@]((?:sha256:)?[^:/]+)$/.exec(reference) ?? []
  const server = host === 'docker.io' ? 'registry-1.docker.io' : host
  const cause = `failed to do request: Head "https://${server}/v2/${repository}/manifests/${version}": dial tcp ${registryAddress}: i/o timeout`
  const message = `rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${cause}`
  return { ok: false, reference, message, invalid: false }
}
