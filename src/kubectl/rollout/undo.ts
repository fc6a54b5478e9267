/**
 * `kubectl rollout undo`: the template of an earlier revision becomes the current one; the revision it had is then gone
 * from the history, because its ReplicaSet gets the next one. Follows kubernetes v1.36
 * kubectl/pkg/polymorphichelpers/rollback.go.
 */
import type { Deployment, ReplicaSet } from '../../api/generated/types.ts'
import { sameJson } from '../../api/meta/json.ts'
import { sendPatch, together, warningLines, type Said } from '../change.ts'
import { dryRunFlag, dryRunNote, dryRunOf } from '../dry-run.ts'
import { textError } from '../errors.ts'
import { textOf } from '../flags.ts'
import type { Item } from '../select.ts'
import { out, resourceName } from '../session.ts'
import { failed, finished, statusError, type Call, type Verb } from '../verb.ts'
import { applyWarning, isDeployment, replicaSetsOf, revisionAnnotation, revisionOf, rolledOut, rolloutFlags, withoutHash } from './deployments.ts'
import { lastApplied } from '../apply.ts'

export const rolloutUndo: Verb = {
  name: 'rollout undo',
  flags: [...rolloutFlags, dryRunFlag, { name: 'to-revision', type: 'number' }],
  run: (call) => {
    const selection = rolledOut(call)
    if (!selection) return failed('required resource not specified')
    const { lines, errors } = together(selection.items.map((item) => undo(call, item)))
    return finished(lines, [...selection.errors, ...errors])
  },
}

function undo(call: Call, item: Item): Said {
  if (!isDeployment(item)) return { lines: [], errors: [textError(`no rollbacker has been implemented for ${JSON.stringify(item.kind.kind)}`)] }
  const warned = applyWarning(item)
  const refused = (text: string): Said => ({ lines: warned, errors: [textError(text)] })
  const deployment = item.object as Deployment
  const wanted = Number(textOf(call.flags, 'to-revision', '0'))
  if (wanted < 0) return refused(`unable to find specified revision ${wanted} in history`)
  const sets = replicaSetsOf(call, deployment)
  const set = wanted === 0 ? sets.at(-2) : sets.find((candidate) => revisionOf(candidate) === wanted)
  if (!set) return refused(wanted === 0 ? `no rollout history found for deployment ${JSON.stringify(item.name)}` : `unable to find specified revision ${wanted} in history`)
  if (dryRunOf(call) === 'client') return { lines: [...warned, out(`${resourceName(item)} rolled back${dryRunNote(call)}`)], errors: [] }
  if (deployment.spec?.paused) return refused("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again")
  const said = (done: string): Said => ({ lines: [...warned, out(`${resourceName(item)} ${done}${dryRunNote(call)}`)], errors: [] })
  if (sameJson(withoutHash(set.spec?.template), withoutHash(deployment.spec?.template))) return said(`skipped rollback (current template already matches revision ${wanted})`)
  const body = JSON.stringify([
    { op: 'replace', path: '/spec/template', value: withoutHash(set.spec?.template) },
    { op: 'replace', path: '/metadata/annotations', value: annotationsFrom(deployment, set) },
  ])
  const answer = sendPatch(call, item, { type: 'json', body })
  if (answer.code < 400) return { ...said('rolled back'), lines: [...warned, ...warningLines(answer), ...said('rolled back').lines.slice(warned.length)] }
  const error = statusError(answer)
  return refused(`failed restoring revision ${wanted}: ${error.type === 'status' ? (error.status.message ?? '') : ''}`)
}

/** What belongs to the Deployment or the ReplicaSet itself stays with it; the rest comes from the ReplicaSet. */
const own = new Set([lastApplied, revisionAnnotation, 'deployment.kubernetes.io/revision-history', 'deployment.kubernetes.io/desired-replicas', 'deployment.kubernetes.io/max-replicas', 'deprecated.deployment.rollback.to'])

function annotationsFrom({ metadata }: Deployment, set: ReplicaSet): { readonly [key: string]: string } {
  const kept = Object.entries(metadata.annotations ?? {}).filter(([key]) => own.has(key))
  const restored = Object.entries(set.metadata.annotations ?? {}).filter(([key]) => !own.has(key))
  return Object.fromEntries([...kept, ...restored])
}
