/** All scenarios, in the order in which they are played. */
import type { Scenario } from './scenario.ts'
import { api } from './scenarios/api.ts'
import { nodes } from './scenarios/nodes.ts'
import { pods } from './scenarios/pods.ts'
import { workloads } from './scenarios/workloads.ts'

export const scenarios: readonly Scenario[] = [...workloads, ...pods, ...nodes, ...api]
