/**
 * `kubectl rollout history`: revisions with what caused them, or the pod template of one. Follows kubernetes v1.36
 * kubectl/pkg/polymorphichelpers/history.go.
 */
import type { Deployment, ReplicaSet } from '../../api/generated/types.ts'
import { columns } from '../columns.ts'
import { describePodTemplate } from '../describe/pod-template.ts'
import { textError } from '../errors.ts'
import { textOf } from '../flags.ts'
import type { Item } from '../select.ts'
import { out, resourceName } from '../session.ts'
import { together, type Said } from '../change.ts'
import { failed, finished, type Call, type Verb } from '../verb.ts'
import { changeCause, isDeployment, replicaSetsOf, revisionOf, rolledOut, rolloutFlags } from './deployments.ts'

export const rolloutHistory: Verb = {
  name: 'rollout history',
  flags: [...rolloutFlags, { name: 'revision', type: 'number' }],
  run: (call) => {
    const selection = rolledOut(call)
    if (!selection) return failed('required resource not specified')
    const { lines, errors } = together(selection.items.map((item) => history(call, item)))
    return finished(lines, [...selection.errors, ...errors])
  },
}

function history(call: Call, item: Item): Said {
  if (!isDeployment(item)) return { lines: [], errors: [textError(`no history viewer has been implemented for ${JSON.stringify(item.kind.kind)}`)] }
  const sets = replicaSetsOf(call, item.object as Deployment)
  const wanted = Number(textOf(call.flags, 'revision', '0'))
  if (wanted < 0) return { lines: [], errors: [textError(`revision must be a positive integer: ${wanted}`)] }
  if (wanted > 0) return templateOf(item, sets.find((set) => revisionOf(set) === wanted))
  const rows = sets.map((set) => [String(revisionOf(set)), set.metadata.annotations?.[changeCause] ?? '<none>'])
  return { lines: [`${resourceName(item)} `, ...columns([['REVISION', 'CHANGE-CAUSE'], ...rows], 2), ''].map(out), errors: [] }
}

function templateOf(item: Item, set: ReplicaSet | undefined): Said {
  const template = set?.spec?.template
  if (!template) return { lines: [], errors: [textError('unable to find the specified revision')] }
  const cause = set.metadata.annotations?.[changeCause]
  const told = describePodTemplate(template, { ...template.metadata?.annotations, ...(cause !== undefined && { [changeCause]: cause }) })
  return { lines: [`${resourceName(item)} with revision #${revisionOf(set)}`, ...told, ''].map(out), errors: [] }
}
