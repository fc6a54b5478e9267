/**
 * `kubectl rollout status`: says what is still missing until the rollout is through. Follows kubernetes v1.36
 * kubectl/pkg/polymorphichelpers/rollout_status.go and cmd/rollout/rollout_status.go. Upstream prints at every change of
 * the object; here it is looked at every quarter of a second.
 */
import type { Deployment } from '../../api/generated/types.ts'
import { kindOfResource } from '../../api/kinds/registry.ts'
import { groupResource } from '../../api/kinds/kind.ts'
import { durationOf } from '../duration.ts'
import { isOn, textOf } from '../flags.ts'
import { look } from '../select.ts'
import { failure, out, type Line } from '../session.ts'
import { failed, finished, said, type Outcome, type Surroundings, type Verb, type Waiting } from '../verb.ts'
import { isDeployment, revisionAnnotation, rolledOut, rolloutFlags } from './deployments.ts'

interface Watched {
  readonly resource: string
  readonly namespace: string
  readonly name: string
  /** Version that was spoken of last. */
  readonly seen: string
  /** 0 for whichever is current. */
  readonly revision: number
}

const period = 0.25

export const rolloutStatus: Verb = {
  name: 'rollout status',
  flags: [...rolloutFlags, { name: 'watch', short: 'w', type: 'boolean' }, { name: 'timeout', type: 'text' }, { name: 'revision', type: 'number' }],
  run: (call) => {
    const selection = rolledOut(call)
    if (!selection) return failed('required resource not specified')
    const revision = Number(textOf(call.flags, 'revision', '0'))
    if (revision < 0) return failed(`revision must be a positive integer: ${revision}`)
    const limit = durationOf(textOf(call.flags, 'timeout', '0s'))
    if (limit === undefined) return failed(`invalid argument ${JSON.stringify(textOf(call.flags, 'timeout'))} for "--timeout" flag: time: invalid duration ${JSON.stringify(textOf(call.flags, 'timeout'))}`)
    if (selection.errors.length > 0) return finished([], selection.errors)
    const other = selection.items.find((item) => !isDeployment(item))
    if (other) return failed(`no status viewer has been implemented for ${other.kind.kind}`)
    const watched = selection.items.map((item): Watched => ({ resource: groupResource(item.kind), namespace: item.namespace, name: item.name, seen: '', revision }))
    return lookAt({ verb: 'rollout status', seconds: period, waited: 0, limit, state: watched }, call, isOn(call.flags, 'watch', true))
  },
  resume: (waiting, around) => lookAt({ ...waiting, waited: waiting.waited + waiting.seconds }, around, true),
}

/** One after the other: the next is spoken of when the one before is through. */
function lookAt(waiting: Waiting, around: Surroundings, watches: boolean): Outcome {
  const [first, ...others] = waiting.state as readonly Watched[]
  if (!first) return said()
  const kind = kindOfResource(first.resource)
  if (!kind) return failed(`the server doesn't have a resource type ${JSON.stringify(first.resource)}`)
  const { items, errors } = look(around, { kind, namespace: first.namespace, name: first.name })
  const deployment = items[0]?.object as Deployment | undefined
  if (!deployment) return finished([], errors)
  const status = statusOf(deployment, first.revision)
  if (status.type === 'error') return failed(status.text)
  const version = deployment.metadata.resourceVersion ?? ''
  const lines: Line[] = version === first.seen ? [] : [out(status.text)]
  if (status.type === 'done' || !watches) {
    const next = others.length === 0 ? said() : lookAt({ ...waiting, state: others }, around, watches)
    return { ...next, output: [...lines, ...next.output] }
  }
  if (waiting.limit > 0 && waiting.waited >= waiting.limit) return { code: 1, output: [...lines, failure('error: timed out waiting for the condition')] }
  return { code: 0, output: lines, waiting: { ...waiting, state: [{ ...first, seen: version }, ...others] } }
}

function statusOf({ metadata, spec, status = {} }: Deployment, wanted: number): { readonly type: 'done' | 'waiting' | 'error'; readonly text: string } {
  const name = JSON.stringify(metadata.name)
  const waiting = (text: string) => ({ type: 'waiting', text: `Waiting for deployment ${name} rollout to finish: ${text}...` }) as const
  const revision = Number(metadata.annotations?.[revisionAnnotation] ?? 0)
  if (wanted > 0 && wanted !== revision) return { type: 'error', text: `desired revision (${wanted}) is different from the running revision (${revision})` }
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) return { type: 'waiting', text: 'Waiting for deployment spec update to be observed...' }
  if (status.conditions?.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded')) return { type: 'error', text: `deployment ${name} exceeded its progress deadline` }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status
  if (updatedReplicas < (spec?.replicas ?? 1)) return waiting(`${updatedReplicas} out of ${spec?.replicas ?? 1} new replicas have been updated`)
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`)
  if (availableReplicas < updatedReplicas) return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`)
  return { type: 'done', text: `deployment ${name} successfully rolled out` }
}
