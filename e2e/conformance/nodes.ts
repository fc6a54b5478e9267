/**
 * Which nodes a recorded session was played with, and which of them were equal. Recordings do not tell how many nodes
 * there were; the scheduler's words do, or the names of nodes. Two if nothing does.
 */
import type { RecordedSession } from './play.ts'

export interface Nodes {
  readonly names: readonly string[]
  /** The zone of each, if they have any. */
  readonly zones: readonly string[]
  /** The case had nodes of its own, of which only names are told. */
  readonly unknown: boolean
}

export function nodesOf(session: RecordedSession): Nodes {
  // The script took the nodes of the case before away.
  const said = session.steps.map(({ stdout, dump, json }) => [stdout, dump, json])
  const text = JSON.stringify({ ...session, steps: said }).replace(/[^"]*Removing Node[^"]*"|"Node\/node-\d"/g, '"')
  const told = [...text.matchAll(/"evaluated":(\d+)|\b0\/(\d+) nodes|\bnode-(\d)\b/g)].map(([, a, b, c]) => Number(a ?? b ?? c))
  // Nothing ever ran: there was nothing to run it on.
  const isNone = told.length === 0 && !/"Running"|\bRunning\b| [1-9]\d*\/[1-9]|readyReplicas|"nodeName"/.test(text)
  const most = Math.max(...told, 0)
  const count = isNone ? 0 : told.length === 0 ? 2 : most > 3 ? 6 : most
  const names = Array.from({ length: count }, (_, index) => `node-${index + 1}`)
  return { names, zones: count === 6 ? ['a', 'a', 'b', 'b', 'c', 'c'] : [], unknown: hasOwnNodes(session) }
}

/** Nodes of the presets are called node-1, node-2, …. */
function hasOwnNodes({ steps, scheduling = [] }: RecordedSession): boolean {
  const listed = steps.flatMap(({ kubectl, stdout = '' }) => (/^get (?:no|nodes?)(?: |$)/.test(kubectl ?? '') ? [...stdout.matchAll(/^(\S+) {2}(?:Not)?Ready/gm)].map(([, name = '']) => name) : []))
  const judged = scheduling.flatMap(({ node, bound }) => node ?? bound ?? [])
  return [...listed, ...judged].some((name) => !/^node-\d$/.test(name))
}

/**
 * A name for what a node is like: its zone, or itself if a step of the session speaks of it (labels, taints, cordons,
 * selects it or takes it down); nodes that nothing tells apart share one.
 */
export function classesOf(session: RecordedSession, { names, zones }: Nodes): ReadonlyMap<string, string> {
  const steps = JSON.stringify(session.steps.map(({ kubectl, stdin, request, node }) => [kubectl, stdin, request, node]))
  return new Map(names.map((name, index) => [name, new RegExp(`\\b${name}\\b`).test(steps) ? name : `node of ${zones[index] ?? 'the cluster'}`]))
}

/** The machines' addresses where they were recorded, and here. */
const recordedAddress = (index: number): string => `10.0.0.${index + 1}`
const ourAddress = (index: number): string => `10.0.0.${index + 11}`

/** Every name and address of a node as what the node is like. */
export function withoutNodeNames(text: string, nodes: { readonly names: readonly string[]; readonly classes: ReadonlyMap<string, string> }, whose: 'recorded' | 'ours'): string {
  const addressOf = whose === 'ours' ? ourAddress : recordedAddress
  const likes = new Map(nodes.names.flatMap((name, index) => [[name, nodes.classes.get(name) ?? name], [addressOf(index), `address of ${nodes.classes.get(name) ?? name}`]] as const))
  return text.replace(/\bnode-\d+\b|\b10\.0\.0\.\d+\b/g, (found) => likes.get(found) ?? found)
}
