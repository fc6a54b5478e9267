/**
 * What a pod asks for and what a node has, as numbers: cpu in millicores, everything else in units or bytes. Follows
 * kubernetes v1.36 staging/src/k8s.io/component-helpers/resource/helpers.go (PodRequests): app containers and sidecars
 * add up, an ordinary init container counts with the sidecars before it, the larger of the two wins, overhead comes on
 * top, and requests of the whole pod take the place of the sum.
 */
import type { Container, Node, Pod, PodSpec } from '../../api/generated/types.ts'
import { milliValue, wholeValue } from '../../api/meta/quantity.ts'

/** By resource name. */
export type Amounts = { readonly [resource: string]: number }
type Quantities = { readonly [resource: string]: string }

export const none: Amounts = Object.freeze({})

/** What a container without a request counts as when nodes are compared, so that such pods spread too. */
const assumedRequests: Amounts = Object.freeze({ cpu: 100, memory: 200 * 1024 * 1024 })

export const toAmounts = (quantities: Quantities | undefined): Amounts =>
  Object.fromEntries(Object.entries(quantities ?? {}).map(([name, text]) => [name, name === 'cpu' ? milliValue(text) : wholeValue(text)]))

export const add = (a: Amounts, b: Amounts): Amounts => combine(a, b, (x, y) => x + y)
export const subtract = (a: Amounts, b: Amounts): Amounts => combine(a, b, (x, y) => x - y)
const larger = (a: Amounts, b: Amounts): Amounts => combine(a, b, Math.max)

function combine(a: Amounts, b: Amounts, join: (x: number, y: number) => number): Amounts {
  const result: { [resource: string]: number } = { ...a }
  for (const name in b) result[name] = join(result[name] ?? 0, b[name] ?? 0)
  return result
}

export const podRequests = (pod: Pod): Amounts => remembered(plain, pod, none)
/** The same with the assumed requests where a container has none. */
export const podRequestsNonZero = (pod: Pod): Amounts => remembered(nonZero, pod, assumedRequests)

/** By the frozen spec, which every version of a pod shares: parsing quantities is the costly part. */
const plain = new WeakMap<PodSpec, Amounts>()
const nonZero = new WeakMap<PodSpec, Amounts>()

function remembered(memo: WeakMap<PodSpec, Amounts>, pod: Pod, assumed: Amounts): Amounts {
  const known = memo.get(pod.spec)
  if (known) return known
  const requests = requestsOf(pod, assumed)
  memo.set(pod.spec, requests)
  return requests
}

function requestsOf(pod: Pod, assumed: Amounts): Amounts {
  const ofContainer = (container: Container): Amounts => ({ ...assumed, ...toAmounts(container.resources?.requests) })
  let total = (pod.spec.containers ?? []).map(ofContainer).reduce(add, none)
  let sidecars = none
  let peak = none
  for (const container of pod.spec.initContainers ?? []) {
    const requests = ofContainer(container)
    if (container.restartPolicy === 'Always') {
      sidecars = add(sidecars, requests)
      total = add(total, requests)
      peak = larger(peak, sidecars)
    } else peak = larger(peak, add(sidecars, requests))
  }
  const wholePod = toAmounts(pod.spec.resources?.requests)
  return add({ ...larger(total, peak), ...wholePod }, toAmounts(pod.spec.overhead))
}

export const allocatableOf = (node: Node): Amounts => toAmounts(node.status?.allocatable)
