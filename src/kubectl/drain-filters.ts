/** Which pods a drain takes, which it leaves, and which keep it from beginning. Follows kubernetes v1.36 kubectl/pkg/drain/filters.go. */
import type { Pod } from '../api/generated/types.ts'
import { controllerOf } from '../api/meta/object.ts'

export interface DrainRules {
  readonly force: boolean
  readonly ignoreDaemonSets: boolean
  readonly deleteEmptyDirData: boolean
  readonly disableEviction: boolean
  /** -1 for the pod's own. */
  readonly gracePeriodSeconds: number
  readonly podSelector: string
}

interface Verdict {
  readonly type: 'go' | 'stay' | 'forbid'
  /** What is said of all pods with the same verdict. */
  readonly text: string
}

const mirrorAnnotation = 'kubernetes.io/config.mirror'
const goes: Verdict = { type: 'go', text: '' }

const isFinished = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'
const hasLocalStorage = ({ spec }: Pod): boolean => (spec.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined)

/** One after the other; the first that keeps a pod or forbids the drain decides. */
const filters: readonly ((pod: Pod, rules: DrainRules) => Verdict)[] = [
  (pod, rules) => {
    if (controllerOf(pod)?.kind !== 'DaemonSet' || isFinished(pod)) return goes
    return rules.ignoreDaemonSets ? { type: 'stay', text: 'ignoring DaemonSet-managed Pods' } : { type: 'forbid', text: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' }
  },
  ({ metadata }) => (metadata.annotations?.[mirrorAnnotation] === undefined ? goes : { type: 'stay', text: '' }),
  (pod, rules) => {
    if (!hasLocalStorage(pod) || isFinished(pod)) return goes
    return rules.deleteEmptyDirData ? { type: 'go', text: 'deleting Pods with local storage' } : { type: 'forbid', text: 'Pods with local storage (use --delete-emptydir-data to override)' }
  },
  (pod, rules) => {
    if (isFinished(pod) || controllerOf(pod)) return goes
    return rules.force ? { type: 'go', text: 'deleting Pods that declare no controller' } : { type: 'forbid', text: 'Pods that declare no controller (use --force to override)' }
  },
]

export interface ToDrain {
  readonly pods: readonly Pod[]
  /** `cannot delete …`, one for each reason. */
  readonly problems: readonly string[]
  /** '' if there is nothing to warn of. */
  readonly warning: string
}

export function podsToDrain(pods: readonly Pod[], rules: DrainRules): ToDrain {
  const judged = pods.map((pod) => ({ pod, verdict: judge(pod, rules) }))
  const namesBy = (wanted: (verdict: Verdict) => boolean): readonly string[] => {
    const byText = new Map<string, string[]>()
    for (const { pod, verdict } of judged) if (wanted(verdict)) byText.set(verdict.text, [...(byText.get(verdict.text) ?? []), `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`])
    return [...byText].map(([text, names]) => `${text}: ${names.join(', ')}`)
  }
  return {
    pods: judged.filter(({ verdict }) => verdict.type === 'go').map(({ pod }) => pod),
    problems: namesBy(({ type }) => type === 'forbid').map((text) => `cannot delete ${text}`),
    warning: namesBy(({ type, text }) => type !== 'forbid' && text !== '').join('; '),
  }
}

function judge(pod: Pod, rules: DrainRules): Verdict {
  let last = goes
  for (const filter of filters) {
    const verdict = filter(pod, rules)
    if (verdict.type !== 'go') return verdict
    if (verdict.text !== '') last = verdict
  }
  return last
}
