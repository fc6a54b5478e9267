import { expect, it } from 'vitest'
import { openPage } from './testing/page.ts'

const textsOf = (lines: readonly { readonly text: string }[]): string[] => lines.map(({ text }) => text)

it('a command that waits answers at once, and says the rest in the frames of its time', () => {
  const page = openPage()
  page.call('kubectl', ['create', 'deployment', 'web', '--image=nginx:1.27'])
  const began = page.call('kubectl', ['rollout', 'status', 'deployment/web'])
  expect(began).toMatchObject({ code: 0, waits: true })
  expect(textsOf(began.output)).toEqual(['kubectl rollout status deployment/web', 'Waiting for deployment spec update to be observed...'])
  page.call('advance', 20_000)
  page.acknowledge()
  const later = page.frames.flatMap(({ output }) => textsOf(output))
  expect(later.at(-1)).toBe('deployment "web" successfully rolled out')
})

it('a drain goes on by itself while time runs: what it sends then are inputs, so a rewound branch has them too', () => {
  const page = openPage()
  const drained = page.call('kubectl', ['drain', 'node-1', '--force', '--ignore-daemonsets', '--delete-emptydir-data'])
  expect(textsOf(drained.output)).toContain('node/node-1 cordoned')
  page.call('advance', 60_000)
  page.acknowledge()
  const said = page.frames.flatMap(({ output }) => textsOf(output))
  expect([...textsOf(drained.output), ...said].at(-1)).toBe('node/node-1 drained')
  const hash = page.call('hash')
  page.call('seek', 0)
  page.call('advance', 0)
  page.call('seek', page.frames.at(-1)!.now / 1_000)
  expect(page.call('hash')).toBe(hash)
})

it('what a waiting command sends later is no action of its own: undo takes the whole drain back', () => {
  const page = openPage()
  page.call('kubectl', ['create', 'deployment', 'web', '--image=nginx:1.27', '--replicas=6'])
  page.call('kubectl', ['create', 'poddisruptionbudget', 'web', '--selector=app=web', '--max-unavailable=1'])
  const start = page.call('advance', 30_000)
  page.call('kubectl', ['drain', 'node-1', '--force', '--ignore-daemonsets', '--delete-emptydir-data'])
  for (let second = 0; second < 30; second++) {
    page.call('hash')
    page.call('advance', 1_000)
  }
  page.acknowledge()
  expect(page.frames.flatMap(({ output }) => textsOf(output)).join('\n')).toContain('will retry after 5s')
  expect(page.call('undo')).toBe(start)
})

it('a jump in time ends what was waited for', () => {
  const page = openPage()
  page.call('kubectl', ['create', 'deployment', 'web', '--image=nginx:no-such-tag'])
  page.call('kubectl', ['rollout', 'status', 'deployment/web'])
  page.call('advance', 1_000)
  page.acknowledge()
  page.call('seek', 0)
  const before = page.frames.length
  page.call('advance', 30_000)
  page.acknowledge()
  expect(page.frames.slice(before).flatMap(({ output }) => textsOf(output))).toEqual([])
})
