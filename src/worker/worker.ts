/** The Worker's entry: a host on the wall clock and the message port. Yields through a MessageChannel between slices. */
import { createHost } from './host.ts'
import { browserClaims, browserShelf } from './keep/browser-shelf.ts'
import type { ToWorker } from './protocol.ts'
import { buffersOf } from './rows.ts'

const channel = new MessageChannel()
let waiting: (() => void)[] = []
channel.port1.onmessage = () => {
  const acts = waiting
  waiting = []
  for (const act of acts) act()
}

const host = createHost({
  storage: { shelf: browserShelf(), claims: browserClaims(), date: () => Date.now() },
  clock: {
    now: () => performance.now(),
    soon: (act) => {
      waiting.push(act)
      channel.port2.postMessage(null)
    },
    later: (act, milliseconds) => void setTimeout(act, milliseconds),
  },
  post: (message) => postMessage(message, message.type === 'frame' ? { transfer: [...buffersOf(message.rows), message.removed.buffer] } : {}),
})

onmessage = ({ data }: MessageEvent<ToWorker>) => host.receive(data)
