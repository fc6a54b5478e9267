/** Default values of Deployments and ReplicaSets. Follows kubernetes v1.36 pkg/apis/apps/v1/defaults.go. */
import { ensureFields, setDefault, setZeroDefault, textAt, type Fields } from './draft.ts'
import { defaultPodTemplate } from './pod.ts'

export function defaultDeployment(draft: Fields): void {
  const spec = ensureFields(draft, 'spec')
  defaultPodTemplate(ensureFields(spec, 'template'))
  setDefault(spec, 'replicas', 1)
  const strategy = ensureFields(spec, 'strategy')
  setZeroDefault(strategy, 'type', 'RollingUpdate')
  if (textAt(strategy, 'type') === 'RollingUpdate') {
    const update = ensureFields(strategy, 'rollingUpdate')
    setDefault(update, 'maxUnavailable', '25%')
    setDefault(update, 'maxSurge', '25%')
  }
  setDefault(spec, 'revisionHistoryLimit', 10)
  setDefault(spec, 'progressDeadlineSeconds', 600)
}

export function defaultReplicaSet(draft: Fields): void {
  const spec = ensureFields(draft, 'spec')
  defaultPodTemplate(ensureFields(spec, 'template'))
  setDefault(spec, 'replicas', 1)
}
