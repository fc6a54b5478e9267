/** Sums of what a pod asks for, and the QoS class that follows. Follows kubernetes v1.36 pkg/apis/core/helper/qos. */
import { fieldsAt, listAt, type Fields } from '../defaults/draft.ts'
import type { PodSpec } from '../generated/types.ts'

const factors: { readonly [suffix: string]: number } = {
  n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4, Pi: 1024 ** 5, Ei: 1024 ** 6,
}
const amount = (quantity: string | undefined): number => {
  const match = /^([-+]?[0-9.]+(?:[eE][-+]?\d+)?)([A-Za-z]*)$/.exec(quantity ?? '0')
  return match === null ? 0 : Number(match[1]) * (factors[match[2] ?? ''] ?? 0)
}
export const milliCpu = (quantity: string | undefined): number => Math.ceil(amount(quantity) * 1000)
export const memoryBytes = (quantity: string | undefined): number => Math.ceil(amount(quantity))

export function podRequests(spec: PodSpec | undefined): { readonly cpuMilli: number; readonly memoryBytes: number } {
  const sum = (name: string, of: (quantity: string | undefined) => number): number =>
    (spec?.containers ?? []).reduce((total, { resources }) => total + of(resources?.requests?.[name]), 0)
  return { cpuMilli: sum('cpu', milliCpu), memoryBytes: sum('memory', memoryBytes) }
}

/** `spec` as it stands in a draft. */
export function qosClassOf(spec: Fields): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const own = fieldsAt(spec, 'resources')
  const all = own === undefined ? [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')].map((container) => fieldsAt(container, 'resources')) : [own]
  const quantity = (fields: Fields | undefined, name: string): number => {
    const value = fields?.[name]
    return typeof value === 'string' ? amount(value) : 0
  }
  const lists = all.map((resources) => ({ requests: fieldsAt(resources, 'requests'), limits: fieldsAt(resources, 'limits') }))
  const names = ['cpu', 'memory']
  const asks = lists.some(({ requests, limits }) => names.some((name) => quantity(requests, name) > 0 || quantity(limits, name) > 0))
  if (!asks) return 'BestEffort'
  const exact = lists.every(({ requests, limits }) =>
    names.every((name) => quantity(limits, name) > 0 && (requests?.[name] === undefined || quantity(requests, name) === quantity(limits, name))),
  )
  return exact ? 'Guaranteed' : 'Burstable'
}
