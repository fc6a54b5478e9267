/**
 * Sums of what a pod asks for, and the QoS class that follows. Follows kubernetes v1.36
 * staging/src/k8s.io/component-helpers/resource/helpers.go and pkg/apis/core/helper/qos/qos.go.
 */
import { fieldsAt, listAt, type Fields } from '../defaults/draft.ts'
import type { Container, PodSpec } from '../generated/types.ts'
import { addQuantities, compareQuantities, milliValue, printQuantity, quantityOf, wholeValue, type Quantity } from '../meta/quantity.ts'

export const compare = (a: string | undefined, b: string | undefined): number => compareQuantities(quantityOf(a), quantityOf(b))

const larger = (a: Quantity, b: Quantity): Quantity => (compareQuantities(a, b) < 0 ? b : a)

/** The parts of a container that sums are made of; containers and drafts of containers have them. */
interface Asking {
  readonly restartPolicy: unknown
  readonly requests: { readonly [name: string]: unknown }
}

const askingOf = (container: Container): Asking => ({ restartPolicy: container.restartPolicy, requests: container.resources?.requests ?? {} })

const askingOfDraft = (container: Fields): Asking => ({
  restartPolicy: container['restartPolicy'],
  requests: fieldsAt(fieldsAt(container, 'resources'), 'requests') ?? {},
})

const quantity = (value: unknown): Quantity => quantityOf(typeof value === 'string' || typeof value === 'number' ? value : undefined)

/** Containers and sidecars run together; other init containers run one by one beside the sidecars before them. */
function requestSum(containers: readonly Asking[], initContainers: readonly Asking[], name: string): Quantity {
  let sum = containers.reduce((total, { requests }) => addQuantities(total, quantity(requests[name])), quantity(undefined))
  let sidecars = quantity(undefined)
  let peak = quantity(undefined)
  for (const { requests, restartPolicy } of initContainers) {
    const request = quantity(requests[name])
    if (restartPolicy === 'Always') {
      sum = addQuantities(sum, request)
      sidecars = addQuantities(sidecars, request)
      peak = larger(peak, sidecars)
    } else peak = larger(peak, addQuantities(request, sidecars))
  }
  return larger(sum, peak)
}

function sumsByName(containers: readonly Asking[], initContainers: readonly Asking[]): { readonly [name: string]: string } {
  const names = new Set([...containers, ...initContainers].flatMap(({ requests }) => Object.keys(requests)))
  return Object.fromEntries([...names].map((name) => [name, printQuantity(requestSum(containers, initContainers, name))]))
}

/** What the containers together ask for, by resource, without the pod's own requests. */
export const podRequestsByName = (spec: PodSpec): readonly (readonly [name: string, sum: string])[] =>
  Object.entries(sumsByName((spec.containers ?? []).map(askingOf), (spec.initContainers ?? []).map(askingOf)))

/** The same of a spec that still is a draft. */
export const requestSums = (spec: Fields): { readonly [name: string]: string } =>
  sumsByName(listAt(spec, 'containers').map(askingOfDraft), listAt(spec, 'initContainers').map(askingOfDraft))

/** What the scheduler reserves for the pod. */
export function podRequests(spec: PodSpec | undefined): { readonly cpuMilli: number; readonly memoryBytes: number } {
  if (spec === undefined) return { cpuMilli: 0, memoryBytes: 0 }
  const total = (name: string): string => {
    const own = spec.resources?.requests?.[name]
    const sum = own === undefined ? requestSum((spec.containers ?? []).map(askingOf), (spec.initContainers ?? []).map(askingOf), name) : quantityOf(own)
    return printQuantity(addQuantities(sum, quantityOf(spec.overhead?.[name])))
  }
  return { cpuMilli: milliValue(total('cpu')), memoryBytes: wholeValue(total('memory')) }
}

const qosResources = ['cpu', 'memory']

/** `spec` as it stands in a draft, defaults applied. */
export function qosClassOf(spec: Fields): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const own = fieldsAt(spec, 'resources')
  const containers = [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')].map((container) => fieldsAt(container, 'resources'))
  const parts = own !== undefined && (own['requests'] ?? own['limits']) !== undefined ? [own] : containers
  const isSet = (resources: Fields | undefined, list: string, name: string): boolean => amountAt(resources, list, name).nano > 0n
  const asks = parts.some((part) => qosResources.some((name) => isSet(part, 'requests', name) || isSet(part, 'limits', name)))
  if (!asks) return 'BestEffort'
  const isExact = parts.every((part) =>
    qosResources.every((name) => {
      const limit = amountAt(part, 'limits', name)
      const request = amountAt(part, 'requests', name)
      return limit.nano > 0n && (request.nano === 0n || request.nano === limit.nano)
    }),
  )
  return isExact ? 'Guaranteed' : 'Burstable'
}

const amountAt = (resources: Fields | undefined, list: string, name: string): Quantity => quantity(fieldsAt(resources, list)?.[name])
