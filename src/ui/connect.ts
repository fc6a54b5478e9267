/** Opens the door to the cluster's worker and feeds the store; restarts it when a person asks for that. */
import { openDoor, startWorker, workerPort, type DoorOptions } from '../worker/client.ts'
import { emptyWorld } from '../view/world.ts'
import type { KeptNotice } from '../worker/protocol.ts'
import { enterCluster, lastCluster } from './kept-view.ts'
import { useShelfOf } from './editor/kept-files.ts'
import { forgetAnswers, keepAgain, useFiles } from './editor/files.ts'
import { say, takeFrame, useCluster, useView } from './store.ts'

let options: DoorOptions = { seed: 1, automation: false }

export function connect(given: DoorOptions, worker = startWorker()): void {
  options = given.automation ? given : { cluster: lastCluster(), ...given }
  if (options.cluster !== undefined) useShelfOf(options.cluster, true)
  useCluster.setState({ crash: null, world: emptyWorld })
  const door = openDoor(workerPort(worker), options, {
    onBoot: (boot) => {
      useCluster.setState({ boot })
      void greet()
    },
    onFrame: takeFrame,
    onKept: takeKept,
    onWorking: (work, progress) => useCluster.setState(({ working }) => ({ working: { ...working, [work]: progress } })),
    onCrash: (crash) => useCluster.setState({ crash, playing: false, working: {} }),
  })
  useCluster.setState({ door })
}

/** Milliseconds in which a worker that lives answers. */
const patience = 3_000

/** After a crash: back to the last keyframe; where the worker is gone, to what was kept of the cluster. */
export async function goOn(): Promise<void> {
  const { door } = useCluster.getState()
  const isAlive = await Promise.race([door?.recover().then(() => true, () => false), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patience))])
  if (isAlive) useCluster.setState({ crash: null })
  else connectAnew(options)
}

/** After a crash: a fresh cluster; files stay as they are, and so does what was kept of the old one. */
export function restart(): void {
  connectAnew(options.cluster === undefined ? options : { ...options, cluster: `c${Date.now().toString(36)}` })
}

function connectAnew(given: DoorOptions): void {
  const { door } = useCluster.getState()
  if (door && 'close' in door && typeof door.close === 'function') door.close()
  useView.setState({ selection: null, story: '' })
  useCluster.setState({ kept: null })
  forgetAnswers()
  isGreeted = false
  connect(given)
}

/** A page that is hidden may be about to go. */
document.addEventListener('visibilitychange', () => {
  const { door, kept, crash } = useCluster.getState()
  if (document.hidden && kept && !crash) void door?.save()
})

/** The first notice comes before the boot and says whose files these are; a later one that something ceased to be kept. */
function takeKept(kept: KeptNotice): void {
  const isFirst = useCluster.getState().kept === null
  useCluster.setState({ kept })
  if (kept.status === 'again') keepAgain()
  if (isFirst) void enterCluster(kept)
  else if (isGreeted) say([{ type: 'note', text: `time:kept.${kept.status}` }])
}

let isGreeted = false

/** What a person would type first, and what is true of this cluster's being kept. */
async function greet(): Promise<void> {
  const { door } = useCluster.getState()
  if (!door) return
  const { output } = await door.get('nodes', '')
  say(output)
  isGreeted = true
  const { kept } = useCluster.getState()
  if (kept) say([{ type: 'note', text: `time:kept.${kept.status}` }])
  else say([{ type: 'note', text: useFiles.getState().kept ? 'greeting' : 'greetingNotKept' }])
}
