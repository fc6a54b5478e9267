/**
 * Cluster IPs of Services in 10.96.0.0/12. What is in use is read from the store, so nothing can leak. Follows
 * kubernetes v1.36 pkg/registry/core/service (ipallocator, storage/alloc.go) of a cluster that has IPv4 alone.
 */
import { textAt, type Fields } from '../../../api/defaults/draft.ts'
import type { Service } from '../../../api/generated/types.ts'
import { invalid, type FieldError } from '../../../api/meta/field-error.ts'
import { below } from '../../../sim/random.ts'
import type { ServerEnv } from '../env.ts'

/** 10.96.0.0/12, as kubeadm has it; the first address is the API server's. */
const range = { base: 0x0a600000, size: 1 << 20 }
/** Addresses up to here are given out only when the rest is used up: min(max(16, size/16), 256). */
const staticBand = 256
/** Draws from the nearly empty upper band before the band is searched in order. */
const draws = 64

/** Writes `clusterIP` and `clusterIPs`; an address that is asked for must be free. */
export function allocateAddress(
  env: ServerEnv,
  spec: Fields,
  { others, dryRun }: { readonly others: readonly Service[]; readonly dryRun: boolean },
): FieldError[] {
  const asked = textAt(spec, 'clusterIP')
  if (textAt(spec, 'type') === 'ExternalName' || asked === 'None') return []
  const used = new Set(others.flatMap(({ spec: { clusterIP } }) => (clusterIP ? [clusterIP] : [])))
  if (asked !== '') {
    const problem = addressProblem(asked, used)
    return problem ? [invalid('spec.clusterIPs', [asked], `failed to allocate IP ${asked}: ${problem}`)] : []
  }
  const address = dryRun ? formatAddress(range.base) : drawAddress(env, used)
  spec['clusterIP'] = address
  spec['clusterIPs'] = [address]
  return []
}

function addressProblem(address: string, used: ReadonlySet<string>): string | undefined {
  const value = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
  if (!(value > range.base && value < range.base + range.size - 1)) {
    return 'the provided network does not match the current range'
  }
  return used.has(address) ? 'provided IP is already allocated' : undefined
}

function drawAddress(env: ServerEnv, used: ReadonlySet<string>): string {
  const upper = range.size - staticBand - 1
  for (let attempt = 0; attempt < draws; attempt++) {
    const address = formatAddress(range.base + staticBand + below(env.random, upper))
    if (!used.has(address)) return address
  }
  for (let offset = 1; ; offset++) {
    const address = formatAddress(range.base + offset)
    if (!used.has(address)) return address
  }
}

const formatAddress = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
