/**
 * What the verbs of `kubectl rollout` need to know of a Deployment: its ReplicaSets with their revisions. Follows
 * kubernetes v1.36 kubectl/pkg/util/deployment/deployment.go. DaemonSets and StatefulSets join with their kinds.
 */
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../api/generated/types.ts'
import { deploymentKind } from '../../api/kinds/deployment.ts'
import { replicaSetKind } from '../../api/kinds/replica-set.ts'
import { controllerOf } from '../../api/meta/object.ts'
import { matchesSelector } from '../../api/meta/selector.ts'
import { lastApplied } from '../apply.ts'
import { textError, type KubectlError } from '../errors.ts'
import type { Flag } from '../flags.ts'
import { fileFlags, namespaceFlag, select, selectorFlag, type Item, type Selection } from '../select.ts'
import { collectionPath, failure, getRequest, type Line } from '../session.ts'
import { isGiven } from '../flags.ts'
import type { Call } from '../verb.ts'

export const rolloutFlags: readonly Flag[] = [namespaceFlag, selectorFlag, ...fileFlags]

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
export const changeCause = 'kubernetes.io/change-cause'

export const isDeployment = ({ kind }: Pick<Item, 'kind'>): boolean => kind.kind === deploymentKind.kind

/** `deployments.apps "web" is already paused`. */
export const about = ({ kind, name }: Item, problem: string): KubectlError => textError(`${kind.plural}${kind.group === '' ? '' : `.${kind.group}`} ${JSON.stringify(name)} ${problem}`)

/** What the command names; a kind alone means all of it. Undefined if nothing is named. */
export function rolledOut(call: Call): Selection | undefined {
  if (call.words.length === 0 && !isGiven(call.flags, 'filename')) return undefined
  const isKindAlone = call.words.length === 1 && !call.words[0]?.includes('/') && !isGiven(call.flags, 'selector')
  return select(isKindAlone ? { ...call, flags: { given: { ...call.flags.given, all: ['true'] } } } : call)
}

export const revisionOf = ({ metadata }: ReplicaSet): number => Number(metadata.annotations?.[revisionAnnotation] ?? 0)

/** Every ReplicaSet of the Deployment, oldest revision first. */
export function replicaSetsOf({ handle }: Pick<Call, 'handle'>, { metadata, spec }: Deployment): ReplicaSet[] {
  const answer = handle(getRequest(collectionPath(replicaSetKind, metadata.namespace ?? '')))
  const { items } = JSON.parse(answer.body) as { readonly items: readonly ReplicaSet[] }
  return items
    .filter((set) => controllerOf(set)?.uid === metadata.uid && matchesSelector(spec?.selector, set.metadata.labels ?? {}))
    .sort((a, b) => revisionOf(a) - revisionOf(b))
}

/** A template without the label by which its ReplicaSet is told apart. */
export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { 'pod-template-hash': _, ...labels } = template?.metadata?.labels ?? {}
  return { ...template, metadata: { ...template?.metadata, labels } } as PodTemplateSpec
}

/** What was applied last is not changed by a rollback. */
export const applyWarning = ({ kind, name, object }: Item): Line[] =>
  object.metadata.annotations?.[lastApplied] === undefined
    ? []
    : [failure(`Warning: resource ${kind.plural}/${name} was previously managed with 'kubectl apply'. Rolling back will not update the ${lastApplied} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.`)]
