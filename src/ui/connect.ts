/** Opens the door to the cluster's worker and feeds the store; restarts it when a person asks for that. */
import { openDoor, workerPort, type DoorOptions } from '../worker/client.ts'
import { emptyWorld } from '../view/world.ts'
import { forgetAnswers, useFiles } from './editor/files.ts'
import { say, takeFrame, useCluster, useView } from './store.ts'

let options: DoorOptions = { seed: 1, automation: false }

export function connect(given: DoorOptions = options): void {
  options = given
  const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module', name: 'cluster' })
  const door = openDoor(workerPort(worker), given, {
    onBoot: (boot) => {
      useCluster.setState({ boot })
      void greet()
    },
    onFrame: takeFrame,
    onCrash: (crash) => useCluster.setState({ crash, playing: false }),
  })
  useCluster.setState({ door, crash: null, world: emptyWorld })
}

/** After a crash: a new worker with the same options; files stay as they are. */
export function restart(): void {
  const { door } = useCluster.getState()
  if (door && 'close' in door && typeof door.close === 'function') door.close()
  useView.setState({ selection: null, story: '' })
  forgetAnswers()
  connect()
}

/** What a person would type first. */
async function greet(): Promise<void> {
  const { door } = useCluster.getState()
  if (!door) return
  const { output } = await door.get('nodes', '')
  say(output)
  say([{ type: 'note', text: useFiles.getState().kept ? 'greeting' : 'greetingNotKept' }])
}
