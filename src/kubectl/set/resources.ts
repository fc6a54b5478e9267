/** `kubectl set resources --requests=cpu=100m --limits=memory=64Mi`. Follows kubernetes v1.36 kubectl/pkg/cmd/set/set_resources.go. */
import type { Container } from '../../api/generated/types.ts'
import { parseQuantity } from '../../api/meta/quantity.ts'
import { textOf } from '../flags.ts'
import { failed, type Verb } from '../verb.ts'
import { setFlags, setInPods, withContainers } from './pod-spec.ts'

type Amounts = { readonly [resource: string]: string }

export const setResources: Verb = {
  name: 'set resources',
  flags: [...setFlags, { name: 'containers', short: 'c', type: 'text' }, { name: 'requests', type: 'text' }, { name: 'limits', type: 'text' }],
  run: (call) => {
    const [limits, requests] = [amounts(textOf(call.flags, 'limits')), amounts(textOf(call.flags, 'requests'))]
    if (textOf(call.flags, 'limits') === '' && textOf(call.flags, 'requests') === '') return failed('you must specify an update to requests or limits (in the form of --requests/--limits)')
    if (typeof limits === 'string') return failed(limits)
    if (typeof requests === 'string') return failed(requests)
    const named = textOf(call.flags, 'containers', '*')
    const to = (container: Container): Container => (named === '*' || container.name === named ? withResources(container, limits, requests) : container)
    return setInPods(call, call.words, {
      done: 'resource requirements updated',
      to: (spec) => withContainers(spec, to),
      problem: ({ containers }) => (named === '*' || containers.some(({ name }) => name === named) ? undefined : `unable to find container named ${named}`),
    })
  },
}

/** `cpu=100m,memory=64Mi`, or what is wrong with it. */
function amounts(text: string): Amounts | string {
  if (text === '') return {}
  const found: { [resource: string]: string } = {}
  for (const part of text.split(',')) {
    const [resource = '', amount, more] = part.split('=')
    if (amount === undefined || more !== undefined) return `Invalid argument syntax ${part}, expected <resource>=<value>`
    const parsed = parseQuantity(amount)
    if (!parsed.ok) return parsed.message
    found[resource] = amount
  }
  return found
}

function withResources(container: Container, limits: Amounts, requests: Amounts): Container {
  const before = container.resources ?? {}
  const [allLimits, allRequests] = [{ ...before.limits, ...limits }, { ...before.requests, ...requests }]
  return {
    ...container,
    resources: { ...before, ...(Object.keys(allLimits).length > 0 && { limits: allLimits }), ...(Object.keys(allRequests).length > 0 && { requests: allRequests }) },
  } as Container
}
