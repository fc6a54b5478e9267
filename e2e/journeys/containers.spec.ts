import { expect, test, type Page } from '@playwright/test'
import { advance, openPlayground } from './playground.ts'

const pods = '/api/v1/namespaces/default/pods'
const log = (page: Page, pod: string, query = ''): Promise<unknown> => page.evaluate(async (path) => (await window.kubarium?.api('GET', path))?.body, `${pods}/${pod}/log?${query}`)
const apply = (page: Page, ...objects: readonly object[]): Promise<unknown> => page.evaluate((yaml) => window.kubarium?.apply(yaml), objects.map((object) => JSON.stringify(object)).join('\n---\n'))
const send = (page: Page, method: string, path: string, body?: object): Promise<unknown> =>
  page.evaluate(async ([verb, at, sent]) => (await window.kubarium?.api(verb, at, sent))?.code, [method, path, body] as const)

const settings = (colour: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { colour } })

test.beforeEach(({ page }) => openPlayground(page))

test('7: an edit of a ConfigMap reaches the plain volume after the sync delay; env, args and subPath never', async ({ page }) => {
  const command = ['sh', '-c', 'while true; do echo "$(cat /conf/colour) $(cat /one) $COLOUR $0"; sleep 1; done', '$(COLOUR)']
  const container = {
    ...{ name: 'c', image: 'busybox', command },
    env: [{ name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'colour' } } }],
    volumeMounts: [
      { name: 'conf', mountPath: '/conf' },
      { name: 'conf', mountPath: '/one', subPath: 'colour' },
    ],
  }
  await apply(page, settings('blue'), { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'reader' }, spec: { containers: [container], volumes: [{ name: 'conf', configMap: { name: 'settings' } }] } })
  await advance(page, 20_000)
  expect(await log(page, 'reader', 'tailLines=1')).toBe('blue blue blue blue\n')
  await apply(page, settings('red'))
  await advance(page, 3_000)
  expect(await log(page, 'reader', 'tailLines=1')).toBe('blue blue blue blue\n')
  await advance(page, 90_000)
  expect(await log(page, 'reader', 'tailLines=1')).toBe('red blue blue blue\n')
})

test('7: an immutable Secret refuses an edit, and a missing one keeps its pod waiting', async ({ page }) => {
  await apply(page, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'fixed' }, immutable: true, stringData: { token: 'a' } })
  expect(await send(page, 'PATCH', '/api/v1/namespaces/default/secrets/fixed', { stringData: { token: 'b' } })).toBe(422)
  const spec = { containers: [{ name: 'c', image: 'nginx', volumeMounts: [{ name: 'keys', mountPath: '/keys' }] }], volumes: [{ name: 'keys', secret: { secretName: 'absent' } }] }
  await apply(page, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'waiting' }, spec })
  await advance(page, 10_000)
  await page.getByRole('main').getByRole('button', { name: /^waiting / }).first().click()
  const side = page.getByRole('complementary')
  await side.getByRole('tab', { name: 'Events' }).click()
  await expect(side.getByText('MountVolume.SetUp failed for volume "keys" : secret "absent" not found').first()).toBeVisible()
})

test('3: a sidecar starts first and ends last; a hook, a trap and a limit do what they do in life', async ({ page }) => {
  const shell = (script: string) => ({ image: 'busybox', command: ['sh', '-c', script] })
  const polite = "trap 'echo bye; exit 0' TERM; while true; do sleep 0.2; done"
  await apply(
    page,
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pair' }, spec: { initContainers: [{ name: 'proxy', restartPolicy: 'Always', ...shell(polite) }], containers: [{ name: 'app', ...shell('echo up; sleep 6; echo done') }], restartPolicy: 'Never' } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'hungry' }, spec: { containers: [{ name: 'c', image: 'polinux/stress', command: ['stress'], args: ['--vm', '1', '--vm-bytes', '150M'], resources: { limits: { memory: '100Mi' } } }] } },
  )
  await advance(page, 20_000)
  expect(await log(page, 'pair', 'container=app')).toBe('up\ndone\n')
  expect(await log(page, 'pair', 'container=proxy')).toBe('bye\n')
  const ended = await page.evaluate(async (path) => (await window.kubarium?.api('GET', path))?.body, `${pods}/hungry`)
  expect(JSON.stringify(ended)).toContain('"exitCode":137,"reason":"OOMKilled"')
})

test('3: what a container wrote can be read, now and before its restart', async ({ page }) => {
  const command = ['sh', '-c', 'for i in 1 2 3; do echo "step $i of $HOSTNAME"; sleep 5; done; exit 4']
  await apply(page, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'talker' }, spec: { containers: [{ name: 'c', image: 'busybox', command }] } })
  await advance(page, 10_000)
  await page.getByRole('main').getByRole('button', { name: /^talker/ }).first().click()
  const side = page.getByRole('complementary')
  await side.getByRole('tab', { name: 'Logs' }).click()
  await expect(side.getByRole('region', { name: 'Logs' })).toHaveText('step 1 of talker\nstep 2 of talker\n', { useInnerText: true })
  await advance(page, 14_000)
  await side.getByRole('radio', { name: 'c, before its restart' }).click()
  await expect(side.getByRole('region', { name: 'Logs' })).toContainText('step 3 of talker')
})
