/** The verbs of kubectl. A new verb is one file and one line here. */
import { annotate } from './annotate.ts'
import { applyVerb } from './apply-verb.ts'
import { cordon, uncordon } from './cordon.ts'
import { create } from './create.ts'
import { createConfigMap } from './create/config-map.ts'
import { createDeployment } from './create/deployment.ts'
import { createDockerRegistry } from './create/docker-registry.ts'
import { createIngress } from './create/ingress.ts'
import { createNamespace } from './create/namespace.ts'
import { createPodDisruptionBudget } from './create/pod-disruption-budget.ts'
import { createSecret } from './create/secret.ts'
import { createClusterIp, createExternalName, createLoadBalancer, createNodePort } from './create/service.ts'
import { createServiceAccount } from './create/service-account.ts'
import { deleteVerb } from './delete.ts'
import { diff } from './diff.ts'
import { drain } from './drain.ts'
import { expose } from './expose.ts'
import { get } from './get.ts'
import { label } from './label.ts'
import { viewLastApplied } from './last-applied.ts'
import { logs } from './logs.ts'
import { patch } from './patch.ts'
import { replace } from './replace.ts'
import { rolloutHistory } from './rollout/history.ts'
import { rolloutPause, rolloutRestart, rolloutResume } from './rollout/pause.ts'
import { rolloutStatus } from './rollout/status.ts'
import { rolloutUndo } from './rollout/undo.ts'
import { run } from './run.ts'
import { scale } from './scale.ts'
import { setEnv } from './set/env.ts'
import { setImage } from './set/image.ts'
import { setResources } from './set/resources.ts'
import { setSelector } from './set/selector.ts'
import { setServiceAccount } from './set/service-account.ts'
import { taint } from './taint.ts'
import type { Verb } from './verb.ts'
import { wait } from './wait.ts'

export const verbs: readonly Verb[] = [
  annotate,
  applyVerb,
  cordon,
  create,
  createClusterIp,
  createConfigMap,
  createDeployment,
  createDockerRegistry,
  createExternalName,
  createIngress,
  createLoadBalancer,
  createNamespace,
  createNodePort,
  createPodDisruptionBudget,
  createSecret,
  createServiceAccount,
  deleteVerb,
  diff,
  drain,
  expose,
  get,
  label,
  logs,
  patch,
  replace,
  rolloutHistory,
  rolloutPause,
  rolloutRestart,
  rolloutResume,
  rolloutStatus,
  rolloutUndo,
  run,
  scale,
  setEnv,
  setImage,
  setResources,
  setSelector,
  setServiceAccount,
  taint,
  uncordon,
  viewLastApplied,
  wait,
]

/** Words that need another one behind them. */
export const groups: ReadonlySet<string> = new Set(['rollout', 'set'])
