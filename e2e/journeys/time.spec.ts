import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { advance, applyFile, openObject, openPlayground, output, podNames, runDemo, space } from './playground.ts'

test.beforeEach(({ page }) => openPlayground(page))

const clock = (page: Page) => page.getByRole('timer', { name: 'Simulated time' })
const slider = (page: Page) => page.getByRole('slider', { name: 'Moment that is shown' })
const hash = (page: Page) => page.evaluate(() => window.kubarium?.hash())
const now = (page: Page) => page.evaluate(() => window.kubarium?.now())
const scale = (page: Page, replicas: number) =>
  page.evaluate(async ([namespace, wanted]) => void (await window.kubarium?.api('PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/deployment-test-name`, { spec: { replicas: wanted } })), [space, replicas] as const)

/** Pixels of the timeline at which a time stands, by the head at the end of the branch. */
async function placeOf(page: Page, milliseconds: number): Promise<{ readonly x: number; readonly y: number }> {
  const box = await slider(page).boundingBox()
  const head = Number(await slider(page).getAttribute('aria-valuemax'))
  const [left, right] = [152, (box?.width ?? 0) - 28]
  const span = Math.max(140_000, head / 0.92)
  return { x: (box?.x ?? 0) + left + ((right - left) * milliseconds) / span, y: (box?.y ?? 0) + 36 }
}

test('1: drags the timeline back, looks round, plays on from there on a branch, and finds the other as it was', async ({ page }) => {
  await runDemo(page)
  await scale(page, 4)
  await advance(page, 30_000)
  const [end, endHash] = [(await now(page)) ?? 0, await hash(page)]
  expect(await podNames(page, 'servera')).toHaveLength(4)

  const from = await placeOf(page, end)
  const to = await placeOf(page, end - 33_000)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x + 20, to.y, { steps: 8 })
  await page.mouse.move(to.x, to.y)
  await page.mouse.up()
  const bar = page.getByRole('status', { name: 'Time is rewound' })
  await expect(bar).toContainText('main goes on to')
  await expect.poll(() => podNames(page, 'servera')).toHaveLength(2)

  await bar.getByRole('button', { name: 'Play on from here' }).click()
  await expect(bar).toBeHidden()
  await page.getByRole('button', { name: 'Pause' }).click()
  await advance(page, 40_000)
  expect(await podNames(page, 'servera')).toHaveLength(2)

  await page.getByRole('button', { name: 'Branch branch 1' }).click()
  await page.getByRole('menuitem', { name: 'Rename branch 1' }).click()
  await page.getByRole('textbox', { name: 'Name of the branch' }).fill('left at two')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Branch left at two' }).click()
  await page.getByRole('menuitem', { name: /^main/ }).click()
  await expect.poll(() => now(page)).toBe(end)
  expect(await hash(page)).toBe(endHash)

  await page.getByRole('button', { name: 'Branch main' }).click()
  await page.getByRole('menuitem', { name: 'Drop left at two' }).click()
  await expect.poll(() => page.evaluate(async () => (await window.kubarium?.branches())?.length)).toBe(1)
})

test('2: steps to the next and the previous event, with buttons, keys and on the slider', async ({ page }) => {
  await applyFile(page, 'namespace.yaml')
  await applyFile(page, 'servera-deployment.yaml')
  await expect(output(page)).toContainText('deployment.apps/deployment-test-name created')
  const before = (await now(page)) ?? 0
  await page.getByRole('button', { name: 'Step to the next event' }).click()
  await expect.poll(() => now(page)).toBeGreaterThan(before)
  const after = (await now(page)) ?? 0
  await page.getByRole('button', { name: 'Step to the previous event' }).click()
  await expect.poll(() => now(page)).toBeLessThan(after)
  await slider(page).focus()
  await page.keyboard.press('End')
  await expect.poll(() => now(page)).toBe(after)
  await page.keyboard.press('Home')
  await expect(slider(page)).toHaveAttribute('aria-valuetext', '00:00:00')
})

test('2: steps from change to change of the chosen object, and follows it', async ({ page }) => {
  await runDemo(page)
  await openObject(page, /^deployment-test-name\s*deployments/)
  const steps = page.getByRole('group', { name: 'Time of this object' })
  const end = (await now(page)) ?? 0
  await steps.getByRole('button', { name: 'Previous change' }).click()
  await expect.poll(() => now(page)).toBeLessThan(end)
  const last = (await now(page)) ?? 0
  await steps.getByRole('button', { name: 'Previous change' }).click()
  await expect.poll(() => now(page)).toBeLessThan(last)
  await steps.getByRole('button', { name: 'Next change' }).click()
  await expect.poll(() => now(page)).toBe(last)
  const goBack = page.getByRole('status', { name: 'Time is rewound' }).getByRole('button', { name: /^Back to/ })
  await goBack.click()
  await expect.poll(() => now(page)).toBe(end)

  await page.locator('[data-key^="pods/my-test-space/deployment-test-name"]').first().click()
  await page.getByRole('complementary').getByRole('tab', { name: 'Trace' }).click()
  await page.getByRole('button', { name: /^Go to what led to this: \w+ is ready\.$/ }).click()
  for (const said of ['etcd stores the changed Pod', 'etcd stores the Pod', 'etcd stores the ReplicaSet', 'etcd stores the Deployment', 'kubectl sends POST …/deployments']) {
    await expect(output(page)).toContainText(said)
    await steps.getByRole('button', { name: 'Cause of its last change' }).click()
  }
  await expect(output(page)).toContainText('it began here')
  await expect(async () => {
    await steps.getByRole('button', { name: 'What its last change led to' }).click()
    await expect(page.getByRole('complementary').getByRole('heading', { name: /^deployment-test-name-\w+ ?-\w+$/ })).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await goBack.click()
  await expect.poll(() => now(page)).toBe(end)
  await scale(page, 3)
  await steps.getByRole('button', { name: 'Follow' }).click()
  await expect.poll(() => podNames(page, 'servera')).toHaveLength(3)
  await steps.getByRole('button', { name: 'Follow' }).click()
})

test('2: steps a request from hop to hop, and follows it with the camera until it is answered', async ({ page }) => {
  await runDemo(page)
  await page.evaluate(async () => void (await window.kubarium?.request({ from: 'internet', url: 'http://demo/myservers' })))
  const answered = (await now(page)) ?? 0
  await advance(page, 3_000)
  await page.getByRole('tab', { name: 'Requests' }).click()
  await page.getByRole('button', { name: /demo\/myservers/ }).click()
  await page.getByRole('region', { name: 'The last change, hop by hop' }).getByRole('button', { name: 'Close' }).click()
  for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Zoom in' }).click()
  const inspector = page.getByRole('complementary')
  const steps = inspector.getByRole('group', { name: 'Time of this request' })
  const current = inspector.locator('[aria-current="step"]')
  await steps.getByRole('button', { name: 'Previous hop' }).click()
  await expect.poll(() => now(page)).toBe(answered)
  await steps.getByRole('button', { name: 'Previous hop' }).click()
  await expect(current).toContainText('Ingress answers Internet')
  await inspector.getByRole('button', { name: 'Go to the moment of: Internet → Ingress' }).click()
  await expect(current).toContainText('Internet → Ingress')
  await steps.getByRole('button', { name: 'Next hop' }).click()
  await expect(current).toContainText('Ingress → serverb')

  const follow = steps.getByRole('button', { name: 'Follow' })
  await follow.click()
  await expect(inspector).toContainText('ms in 7 hops')
  await expect(follow).toHaveAttribute('aria-pressed', 'false')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  expect(await now(page)).toBe(answered)
  const scene = await page.getByRole('group', { name: 'Picture of the cluster' }).boundingBox()
  const isInView = async () => {
    const [dot] = (await page.evaluate(() => window.kubarium?.dots()))?.filter(({ request }) => request === 1) ?? []
    return dot && scene && dot.x > scene.x && dot.x < scene.x + scene.width && dot.y > scene.y && dot.y < scene.y + scene.height
  }
  await expect.poll(isInView).toBe(true)

  await page.evaluate(async (moment) => {
    const stream = await window.kubarium?.startTraffic({ from: 'internet', url: 'http://demo/other' }, 200)
    await window.kubarium?.advance(12_000)
    await window.kubarium?.stopTraffic(stream ?? 0)
    await window.kubarium?.seek(moment)
  }, answered + 100)
  await expect(page.getByRole('button', { name: /demo\/myservers/ })).toBeVisible()
  await expect(inspector).toContainText('ms in 7 hops')
})

test('3: undoes an Apply and a deletion; what was done stays on the old branch', async ({ page }) => {
  await runDemo(page)
  const [before] = await podNames(page, 'servera')
  const done = await hash(page)
  await page.evaluate(async ([namespace, pod]) => void (await window.kubarium?.api('DELETE', `/api/v1/namespaces/${namespace}/pods/${pod}`)), [space, before] as const)
  await advance(page, 40_000)
  expect(await podNames(page, 'servera')).not.toContain(before)
  await page.getByRole('heading', { name: 'Timeline' }).click()
  await page.keyboard.press('Control+z')
  await expect(output(page)).toContainText('Undone')
  expect(await podNames(page, 'servera')).toContain(before)
  expect(await hash(page)).toBe(done)
  await page.getByRole('button', { name: 'Undo the last action' }).click()
  await expect(page.getByRole('button', { name: 'Branch branch 2' })).toBeVisible()
  expect((await page.evaluate(() => window.kubarium?.branches()))?.map(({ name }) => name)).toEqual(['main', 'branch-2'])
})

test('4: fast-forwards five minutes of the demo', async ({ page }) => {
  await runDemo(page)
  const before = (await now(page)) ?? 0
  await advance(page, 300_000)
  expect(await now(page)).toBe(before + 300_000)
})

test('5: clicks two moments, of one branch or of two, and reads what lies between them', async ({ page }) => {
  await runDemo(page)
  const start = (await now(page)) ?? 0
  await advance(page, 10_000)
  await scale(page, 3)
  await advance(page, 30_000)
  await page.getByRole('button', { name: 'Show the lanes' }).click()
  await page.getByRole('button', { name: 'Bookmark this moment' }).click()
  await page.getByRole('button', { name: 'Compare two moments' }).click()
  const difference = page.getByRole('region', { name: 'What changed' })
  await expect(difference).toContainText('Click a first moment')
  const clickAt = async (milliseconds: number) => {
    const box = await slider(page).boundingBox()
    const head = Number(await slider(page).getAttribute('aria-valuemax'))
    await page.mouse.click((box?.x ?? 0) + 176 + (((box?.width ?? 0) - 28 - 176) * milliseconds) / (head * 1.06), (box?.y ?? 0) + 60)
  }
  await clickAt(start + 2_000)
  await expect(difference).toContainText('Click a second moment')
  await clickAt(start + 39_000)
  await expect(difference).toContainText('1 born, 0 gone')
  await expect(difference).toContainText('spec.replicas2 → 3')
  await expect(difference.getByRole('button', { name: 'deployment-test-name', exact: true })).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 150) ?? ''}`)).toEqual([])
  await expect(clock(page)).not.toHaveText('')

  await page.evaluate(async (moment) => void (await window.kubarium?.seek(moment)), start)
  await scale(page, 4)
  await advance(page, 40_000)
  await clickAt(start + 39_000)
  await expect(difference).toContainText('here or on another branch')
  const menu = page.getByRole('button', { name: 'Branch branch 1' })
  await menu.click()
  await page.getByRole('menuitem', { name: /^main/ }).click()
  await expect(menu).toBeHidden()
  await clickAt(start + 39_000)
  await expect(difference.getByRole('heading', { name: /^A branch 1 \S+ → B main/ })).toBeVisible()
  await expect(difference).toContainText('1 only in B, 2 only in A')
  await expect(difference).toContainText('spec.replicas4 → 3')
  await page.getByRole('button', { name: 'Branch main' }).click()
  await page.getByRole('menuitem', { name: 'Compare with branch 1' }).click()
  await expect(difference.getByRole('heading', { name: /^A main \S+ → B branch 1/ })).toBeVisible()
  await expect(difference).toContainText('spec.replicas3 → 4')

  await page.getByRole('button', { name: /^branch 1 to/ }).click()
  await expect(page.getByRole('button', { name: 'Branch branch 1' })).toBeVisible()
  await page.getByRole('button', { name: /^Bookmark at .* on main$/ }).press('Enter')
  await expect(page.getByRole('button', { name: 'Branch main' })).toBeVisible()
  await expect.poll(() => now(page)).toBe(start + 40_000)
})

test('6: the same in a script: seek, branches, switchTo, undo', async ({ page }) => {
  const told = await page.evaluate(async () => {
    const { kubarium } = window
    if (!kubarium) throw new Error('no automation')
    const start = await kubarium.now()
    await kubarium.apply('apiVersion: v1\nkind: Namespace\nmetadata: {name: a}')
    await kubarium.advance(10_000)
    const first = { now: await kubarium.now(), hash: await kubarium.hash() }
    await kubarium.apply('apiVersion: v1\nkind: Namespace\nmetadata: {name: b}')
    await kubarium.advance(10_000)
    const second = await kubarium.hash()
    await kubarium.seek(first.now)
    const again = await kubarium.hash()
    await kubarium.apply('apiVersion: v1\nkind: Namespace\nmetadata: {name: c}')
    await kubarium.advance(10_000)
    const branches = await kubarium.branches()
    await kubarium.switchTo('main')
    const main = await kubarium.hash()
    await kubarium.undo()
    const undone = await kubarium.hash()
    await kubarium.seek(start)
    const names = ((await kubarium.api('GET', '/api/v1/namespaces')).body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name)
    const refused = await kubarium.seek(-1).catch((error: Error) => error.message)
    return { first: first.hash, again, second, main, undone, branches: branches.map(({ name, current }) => [name, current]), names, refused }
  })
  expect(told.again).toBe(told.first)
  expect(told.undone).toBe(told.first)
  expect(told.main).toBe(told.second)
  expect(told.branches).toEqual([['main', false], ['branch-1', true]])
  expect(told.names).not.toContain('a')
  expect(told.refused).toContain('a moment is a number of milliseconds')
})
