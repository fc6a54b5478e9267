/** A further node, as a machine or as an object only. */
import { kubectl, say, tried, useCluster } from '../store.ts'

export function addMachine(): void {
  void tried(async () => {
    const name = await useCluster.getState().door?.addNode()
    say([{ type: 'note', text: 'menu:note.pluggedIn', params: { node: name ?? '' } }])
  })
}

/** Nobody reports for it: it is never Ready. */
export function addNodeObject(taken: readonly string[]): void {
  let number = 1
  while (taken.includes(`paper-node-${number}`)) number++
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: `paper-node-${number}` } }
  void kubectl(['create', '-f', '-'], JSON.stringify(node))
}
