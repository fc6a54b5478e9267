/** A further node, as a machine or as an object only. */
import { kubectl, say, tried, useCluster, useView } from '../store.ts'

/** The new frame would come to stand below the panel at the right. */
const makeRoom = (): void => useView.setState({ selection: null, firstStepsOpen: false })

export function addMachine(): void {
  makeRoom()
  void tried(async () => {
    const name = await useCluster.getState().door?.addNode()
    say([{ type: 'note', text: 'menu:note.pluggedIn', params: { node: name ?? '' } }])
  })
}

/** Nobody reports for it: it is never Ready. */
export function addNodeObject(taken: readonly string[]): void {
  makeRoom()
  let number = 1
  while (taken.includes(`paper-node-${number}`)) number++
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: `paper-node-${number}` } }
  void kubectl(['create', '-f', '-'], JSON.stringify(node))
}
