import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { advance, openObject, openPlayground, output, podNames, runDemo, space } from './playground.ts'

const deployment = `/apis/apps/v1/namespaces/${space}/deployments/deployment-test-name`
const image = 'mirrors-registry-hub.com/mytestspace'

/** Changes the pod template of servera, as an edited file or `kubectl set image` would. */
const change = (page: Page, container: object): Promise<unknown> =>
  page.evaluate(
    async ([path, body]) => window.kubarium?.api('PATCH', path, body, 'application/strategic-merge-patch+json'),
    [deployment, { spec: { template: { spec: { containers: [{ name: 'servera', ...container }] } } } }] as const,
  )

const until = (page: Page, ref: string, jsonPath: string, value: unknown, within = 600_000): Promise<unknown> =>
  page.evaluate(async ([of, at, wanted, limit]) => (await window.kubarium?.advanceUntil(of, at, wanted, limit))?.met, [ref, jsonPath, value, within] as const)

const inspector = (page: Page): Locator => page.getByRole('complementary')
const main = (page: Page): Locator => page.getByRole('main')
const frame = (page: Page, node: string): Locator => main(page).getByRole('region', { name: node, exact: true })
const pods = (page: Page, app: string): Locator => main(page).getByRole('button', { name: new RegExp(`^${app} `) })
const choose = (page: Page, item: string | RegExp): Promise<void> => page.getByRole('menuitem', { name: item }).or(page.getByRole('menuitemcheckbox', { name: item })).first().click()

async function openRollout(page: Page): Promise<Locator> {
  await openObject(page, /^deployment-test-name\s*deployments/)
  await inspector(page).getByRole('tab', { name: 'Rollout' }).click()
  await expect(inspector(page).getByRole('heading', { name: 'Revisions' }).or(inspector(page).getByText('Max surge'))).toBeVisible()
  return inspector(page)
}

async function seriousFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

test.describe('in the demo', () => {
  test.beforeEach(async ({ page }) => {
    await openPlayground(page)
    await runDemo(page)
  })

  test('1: a rolling update is two ReplicaSets side by side, and is rolled back with one button', async ({ page }) => {
    const side = await openRollout(page)
    await change(page, { image: `${image}:serverab-v3` })
    await advance(page, 600)
    await expect(side.getByText('Old: ')).toBeVisible()
    await expect(side.getByText('New: ')).toBeVisible()
    await expect(side.getByText('25% → 1 Pod')).toBeVisible()
    await expect(side.getByText('25% → 0 Pods')).toBeVisible()
    await expect(side.getByText('Revision 2, v3')).toBeVisible()

    await until(page, `Deployment/${space}/deployment-test-name`, '{.status.updatedReplicas}', 2)
    await advance(page, 40_000)
    await expect(pods(page, 'servera').filter({ hasText: 'v3' })).toHaveCount(2)

    await side.getByRole('button', { name: 'Roll back to revision 1' }).click()
    await expect(output(page)).toContainText('deployment.apps/deployment-test-name rolled back')
    await advance(page, 40_000)
    await expect(pods(page, 'servera').filter({ hasText: 'v2' })).toHaveCount(2)
    await expect(side.getByText('Revision 3, v2')).toBeVisible()
  })

  test('1: a rollout is paused and resumed with its buttons', async ({ page }) => {
    const side = await openRollout(page)
    await side.getByRole('button', { name: 'Pause' }).click()
    await expect(output(page)).toContainText('deployment.apps/deployment-test-name paused')
    await change(page, { image: `${image}:serverab-v3` })
    await advance(page, 5_000)
    await expect(pods(page, 'servera').filter({ hasText: 'v3' })).toHaveCount(0)
    await side.getByRole('button', { name: 'Resume' }).click()
    await advance(page, 5_000)
    await expect(pods(page, 'servera').filter({ hasText: 'v3' })).not.toHaveCount(0)
  })

  test('2: a tag that does not exist waits in ImagePullBackOff while the old pods stay, until the deadline has passed', async ({ page }) => {
    const side = await openRollout(page)
    await change(page, { image: `${image}:serverab-v99` })
    await advance(page, 60_000)
    await expect(pods(page, 'servera').filter({ hasText: 'ImagePull' })).toHaveCount(1)
    await expect(pods(page, 'servera').filter({ hasText: '1/1 Running' })).toHaveCount(2)
    await expect(side.getByText(/cannot be pulled \(/)).toBeVisible()
    await expect(side.getByRole('progressbar', { name: /^Back-off of/ })).toBeVisible()
    await advance(page, 600_000)
    await expect(side.getByText('600 s have passed without progress')).toBeVisible()
    await expect(pods(page, 'servera').filter({ hasText: '1/1 Running' })).toHaveCount(2)
  })

  test('3: a container that crashes counts its restarts and its back-off down', async ({ page }) => {
    const side = await openRollout(page)
    await change(page, { image: `${image}:serverab-v3`, command: ['sh', '-c', 'exit 255'] })
    await advance(page, 60_000)
    const crashing = pods(page, 'servera').filter({ hasText: 'CrashLoopBackOff' })
    await expect(crashing).toContainText(/\d+ s/)
    await expect(side.getByText(/Restarted \d times, last exit code 255/)).toBeVisible()
    await expect(side.getByText(/^Container servera has ended \d times/)).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
  })

  test('5: a machine is switched off in its menu, its pods are replaced, and it comes back', async ({ page }) => {
    await page.getByRole('button', { name: 'Menu of node-2' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
    await choose(page, 'Power off')
    await expect(output(page)).toContainText("# Power off: node-2 (a fault; heal it in the node's menu)")
    await expect(page.getByRole('button', { name: '1 fault on' })).toBeVisible()

    await advance(page, 60_000)
    const lost = frame(page, 'node-2')
    await expect(lost).toContainText('NotReady')
    await expect(lost).toContainText('unreachable:NoSchedule')
    await expect(lost).toContainText(/NoExecute in 4 min \d+ s/)
    await expect(pods(page, 'servera').filter({ hasText: 'last known' })).toHaveCount(1)

    await advance(page, 320_000)
    await expect(pods(page, 'servera').filter({ hasText: '1/1 Running' })).toHaveCount(2)

    await page.getByRole('button', { name: 'Menu of node-2' }).click()
    await expect(page.getByRole('menuitemcheckbox', { name: 'Power off' })).toBeChecked()
    await choose(page, 'Start the machine')
    await advance(page, 30_000)
    await expect(frame(page, 'node-2')).toContainText('Ready')
    await expect(frame(page, 'node-2')).not.toContainText('NotReady')
    await expect(page.getByRole('button', { name: /faults? on/ })).toHaveCount(0)
  })

  test('5: a cordoned node says why it takes no pod, beside the one that is too full', async ({ page }) => {
    await page.getByRole('button', { name: 'Menu of node-2' }).click()
    await choose(page, /^Cordon/)
    await expect(output(page)).toContainText('$ kubectl cordon node-2')
    await expect(output(page)).toContainText('node/node-2 cordoned')
    await advance(page, 12_000)
    await change(page, { resources: { requests: { cpu: '4', memory: '128Mi' }, limits: { cpu: '4', memory: '128Mi' } } })
    await advance(page, 38_000)
    await expect(frame(page, 'node-2')).toContainText('Ready, cordoned')
    await expect(frame(page, 'node-2')).toContainText(/Cordoned 50 s ago, takes no new Pods/)
    await expect(frame(page, 'node-1')).toContainText('Insufficient cpu')
    await expect(frame(page, 'node-1')).toContainText(/\w+ asks for 4 CPU, 3.5 of 4 are free/)
    await expect(main(page).getByRole('region', { name: 'Pending' })).toContainText('unschedulable for 38 s')
    expect(await seriousFindings(page)).toEqual([])
  })

  test('5: a machine is plugged in and joins; a Node that is only an object is never Ready, and is deleted again', async ({ page }) => {
    await page.getByRole('button', { name: 'Menu of node-1' }).click()
    await page.getByRole('menuitem', { name: /^Add a node/ }).click()
    await choose(page, 'Plug in a machine')
    await expect(output(page)).toContainText('# Plugged in: node-3')
    await page.getByRole('region', { name: 'The last change, hop by hop' }).getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Add a node' }).click()
    await choose(page, /^As an object only/)
    await expect(output(page)).toContainText('node/paper-node-1 created')
    await advance(page, 70_000)
    await expect(frame(page, 'node-3').getByRole('button', { name: 'node-3 10.0.0.13 Ready' })).toBeVisible()
    await expect(frame(page, 'paper-node-1').getByRole('button', { name: /^paper-node-1 .*NotReady$/ })).toBeVisible()
    await expect(frame(page, 'paper-node-1')).toContainText('only an object')

    await page.getByRole('button', { name: 'Menu of paper-node-1' }).click()
    await choose(page, /^Delete the Node/)
    await expect(output(page)).toContainText('node "paper-node-1" deleted')
    await advance(page, 1_000)
    await expect(frame(page, 'paper-node-1')).toHaveCount(0)
  })

  test('5: a node is drained from its menu: its pods move, in kubectl’s words, and it takes pods again when uncordoned', async ({ page }) => {
    await page.getByRole('button', { name: 'Menu of node-1' }).click()
    await choose(page, /^Drain/)
    await expect(output(page)).toContainText('node/node-1 cordoned')
    await expect(output(page)).toContainText(`evicting pod ${space}/`)
    await advance(page, 60_000)
    await expect(output(page)).toContainText('node/node-1 drained')
    await expect(frame(page, 'node-1')).toContainText('Ready, cordoned')
    await expect(frame(page, 'node-1')).toContainText('0 / 4')
    await expect(pods(page, 'servera').or(pods(page, 'serverb')).filter({ hasText: '1/1 Running' })).toHaveCount(4)

    await page.getByRole('button', { name: 'Menu of node-1' }).click()
    await choose(page, /^Uncordon/)
    await expect(output(page)).toContainText('node/node-1 uncordoned')
    await advance(page, 1_000)
    await expect(frame(page, 'node-1')).not.toContainText('cordoned')
  })

  test('6: a link that is cut is marked at the node and healed from its menu', async ({ page }) => {
    await page.getByRole('button', { name: 'Menu of node-1' }).click()
    await page.getByRole('menuitem', { name: /^Cut off from/ }).click()
    await page.getByRole('menuitem', { name: 'node-2' }).click()
    await expect(output(page)).toContainText('# Cut off: node-1 from node-2')
    for (const node of ['node-1', 'node-2']) await expect(frame(page, node)).toContainText('cut off')
    await page.getByRole('button', { name: 'Menu of node-2' }).click()
    await choose(page, /^Cut off from node-2/)
    await expect(output(page)).toContainText('# Healed: node-1 and node-2 reach each other again')
    await expect(frame(page, 'node-1')).not.toContainText('cut off')
  })

  test('6: a container that is killed is started again', async ({ page }) => {
    const [first] = await podNames(page, 'servera')
    await pods(page, 'servera').first().click({ button: 'right' })
    await choose(page, 'Kill container servera')
    await expect(output(page)).toContainText(`# Kill container servera of ${space}/`)
    await advance(page, 3_000)
    await expect(pods(page, 'servera').filter({ hasText: '↻1' })).toHaveCount(1)
    expect(await podNames(page, 'servera')).toContain(first)
  })

  test('6: without the scheduler a new pod stays Pending; once it runs again, it is bound', async ({ page }) => {
    const scheduler = main(page).getByRole('button', { name: /^scheduler/ })
    await scheduler.click()
    await choose(page, 'Stop kube-scheduler')
    await expect(scheduler).toContainText('stopped')
    await openObject(page, /^deployment-test-name\s*deployments/)
    await inspector(page).getByRole('button', { name: 'One more replica' }).click()
    await advance(page, 20_000)
    await expect(main(page).getByRole('region', { name: 'Pending' })).toContainText('Pending 1')

    await page.getByRole('button', { name: '1 fault on' }).click()
    await choose(page, 'Heal all')
    await advance(page, 20_000)
    await expect(main(page).getByRole('region', { name: 'Pending' })).toContainText('Pending 0')
    await expect(pods(page, 'servera')).toHaveCount(3)
  })

  test('menus are worked by keyboard: arrows move and change columns, Escape gives the focus back', async ({ page }) => {
    const button = page.getByRole('button', { name: 'Menu of node-1' })
    await button.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menu')).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('menuitemcheckbox', { name: 'Stop kubelet' })).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('menuitem', { name: /^Cordon/ })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(button).toBeFocused()

    await openObject(page, /^serverb\s*deployments/)
    await page.keyboard.press('Shift+F10')
    await expect(page.getByRole('menu', { name: 'Menu of serverb' })).toBeVisible()
  })
})

const looks = [
  { name: 'dark zh-CN at 1024×768', options: { viewport: { width: 1024, height: 768 }, colorScheme: 'dark', locale: 'zh-CN' } },
  { name: 'light zh-CN on a phone', options: { viewport: { width: 390, height: 844 }, colorScheme: 'light', locale: 'zh-CN', hasTouch: true } },
] as const

for (const { name, options } of looks) {
  test(`axe finds nothing serious in trouble: ${name}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ ...options, baseURL })
    const page = await context.newPage()
    await page.goto('/?automation')
    await page.waitForFunction(async () => (await window.kubarium?.now()) !== undefined)
    await page.evaluate(async () => {
      const { kubarium } = window
      const pod = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } }
      await kubarium?.apply(JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: pod } }))
      await kubarium?.advance(8_000)
      await kubarium?.stop('node/node-2')
      await kubarium?.stop('kube-scheduler')
      await kubarium?.fault({ type: 'slow', a: 'node-1', milliseconds: 500 })
      await kubarium?.advance(60_000)
    })
    await page.getByRole('main').getByRole('region', { name: 'node-2', exact: true }).getByRole('button', { name: /^web|^node-2/ }).first().click()
    await expect(page.getByRole('tablist').first()).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'node-2 的菜单' }).first().click()
    await expect(page.getByRole('menu')).toBeVisible()
    expect(await seriousFindings(page)).toEqual([])
    await context.close()
  })
}

test.describe('on a Chinese page', () => {
  test.use({ locale: 'zh-CN' })

  test('what is refused is said in Chinese, in the output and to scripts', async ({ page }) => {
    await page.goto('/?automation')
    await page.getByRole('tab', { name: '请求' }).click()
    await page.getByLabel('地址').fill('ftp://a')
    await page.getByRole('button', { name: '发送' }).click()
    await expect(page.getByRole('log', { name: '输出' })).toContainText('请求没有发出："ftp://a" 不是 http:// 地址。')
    const refused = (wish: 'fault' | 'addNode') =>
      page.evaluate(async (what) => {
        const { kubarium } = window
        if (!kubarium) return ''
        const wanted: Promise<unknown> = what === 'fault' ? kubarium.fault({ type: 'loss', a: 'node-1', percent: 101 }) : kubarium.addNode('node-1')
        return wanted.then(String, (error: Error) => error.message)
      }, wish)
    expect(await refused('fault')).toBe('没有制造这个故障：percent 应是 0.001 到 100 之间的数，不能是 101。')
    expect(await refused('addNode')).toBe('已经有一台名为 node-1 的机器。')
  })
})
