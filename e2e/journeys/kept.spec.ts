import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { applyFile, openFile, output } from './playground.ts'

/** As a person opens the page: nothing is known of scripts, and what happens is kept. */
async function visit(page: Page): Promise<void> {
  await page.goto('/')
  await expect(page.locator('.monaco-editor .view-lines').first()).toBeVisible({ timeout: 30_000 })
  await expect(output(page)).toContainText('kubectl get nodes')
}

const clock = (page: Page) => page.getByRole('timer', { name: 'Simulated time' })
const pause = async (page: Page) => {
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
}
const menu = (page: Page) => page.getByRole('button', { name: /^Clusters: / })
/** The saver writes once a second. */
const saved = (page: Page) => page.waitForTimeout(2_500)

test('1: cluster, files, history and view are there again after a reload', async ({ page }) => {
  await visit(page)
  await expect(output(page)).toContainText('The cluster and your files are kept in this browser')
  await applyFile(page, 'namespace.yaml')
  await expect(output(page)).toContainText('namespace/my-test-space created')
  await applyFile(page, 'servera-deployment.yaml')
  await expect(output(page)).toContainText('deployment.apps/deployment-test-name created')
  await page.getByRole('radio', { name: '10×' }).click()
  await expect(page.getByRole('treegrid')).toContainText('servera', { timeout: 20_000 })
  await pause(page)
  await page.getByRole('button', { name: 'Show the lanes' }).click()
  const then = await clock(page).textContent()
  await saved(page)

  await page.reload()
  await expect(output(page)).toContainText('This is your cluster as you left it')
  await expect(clock(page)).toHaveText(then ?? '')
  await expect(page.getByRole('button', { name: 'Hide the lanes' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Workloads and their Pods' })).toContainText('deployment-test-name')
  await expect(page.getByRole('tab', { name: 'servera-deployment.yaml' })).toHaveAttribute('aria-selected', 'true')

  await page.getByRole('button', { name: 'Undo the last action' }).click()
  await expect(output(page)).toContainText('Undone')
  await expect(page.getByRole('treegrid')).not.toContainText('deployment-test-name')
})

test('2: several clusters stand beside each other, each with its own files; one can be copied, renamed and deleted', async ({ page }) => {
  await visit(page)
  await applyFile(page, 'namespace.yaml')
  await expect(output(page)).toContainText('namespace/my-test-space created')
  await pause(page)
  await menu(page).click()
  await page.getByRole('menuitem', { name: 'New cluster …' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('second')
  await page.getByRole('textbox', { name: 'Seed' }).fill('7')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('button', { name: /^Clusters: second/ })).toBeVisible()
  await openFile(page, 'namespace.yaml')
  await page.locator('.monaco-editor .view-lines').first().click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# of the second\n')
  await expect(page.locator('.monaco-editor .view-lines').first()).toContainText(/of\s+the\s+second/)

  await menu(page).click()
  await page.getByRole('menuitem', { name: /^Founding demo/ }).click()
  await expect(output(page)).toContainText('This is your cluster as you left it')
  await openFile(page, 'namespace.yaml')
  await expect(page.locator('.monaco-editor .view-lines').first()).not.toContainText(/second/)
  await menu(page).click()
  await page.getByRole('menuitem', { name: 'Rename …' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('first')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: /^Clusters: first/ })).toBeVisible()
  await menu(page).click()
  await page.getByRole('menuitem', { name: 'Copy …' }).click()
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('button', { name: /^Clusters: Copy of first/ })).toBeVisible()
  await menu(page).click()
  await page.getByRole('menuitem', { name: 'Delete first …' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await menu(page).click()
  await expect(page.getByRole('menuitem', { name: /^second/ })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: /^first/ })).toHaveCount(0)
})

test('3: a second tab on the same cluster says so, and works on a copy', async ({ page, context }) => {
  await visit(page)
  await applyFile(page, 'namespace.yaml')
  await expect(output(page)).toContainText('namespace/my-test-space created')
  await saved(page)
  const second = await context.newPage()
  await visit(second)
  await expect(output(second)).toContainText('This cluster is open in another tab')
  await expect(second.getByRole('treegrid')).toContainText('node-1')
})

test('4: a session file and a link bring the same moment, after a click', async ({ page, browser, baseURL }) => {
  await visit(page)
  await applyFile(page, 'namespace.yaml')
  await expect(output(page)).toContainText('namespace/my-test-space created')
  await pause(page)
  const then = await clock(page).textContent()
  await menu(page).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export the session as a file' }).click()])
  const file = await download.path()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await menu(page).click()
  await page.getByRole('menuitem', { name: 'Copy a link to this moment' }).click()
  await expect(output(page)).toContainText('The link to this moment is on the clipboard')
  const link = await page.evaluate(() => navigator.clipboard.readText())

  const other = await (await browser.newContext({ ...(baseURL && { baseURL }) })).newPage()
  await other.goto(link)
  const dialog = other.getByRole('alertdialog', { name: 'Open this scenario?' })
  await expect(dialog).toContainText('1 action')
  await expect(other.getByText('Opened: this is the session')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Open it' }).click()
  await expect(output(other)).toContainText('Opened: this is the session')
  await expect(clock(other)).toHaveText(then ?? '')
  expect(other.url()).not.toContain('#')

  const third = await (await browser.newContext({ ...(baseURL && { baseURL }) })).newPage()
  await visit(third)
  await third.locator('input[type=file]').setInputFiles(file)
  await expect(output(third)).toContainText('Opened: this is the session')
  await expect(clock(third)).toHaveText(then ?? '')
  await third.locator('input[type=file]').setInputFiles({ name: 'evil.json', mimeType: 'application/json', buffer: Buffer.from(readFileSync(file, 'utf8').slice(0, 900)) })
  await expect(output(third)).toContainText('This session cannot be opened: it is not JSON, or was cut off.')
  await expect(clock(third)).toHaveText(then ?? '')
})

test('4: a link that was cut is refused in one sentence, in a page that is open already too', async ({ page }) => {
  await visit(page)
  await page.evaluate(() => void (location.hash = '#k1.AAAA'))
  await expect(output(page)).toContainText('This link cannot be opened: it is damaged or was cut off.')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
})

test('5: after a crash it goes on from just before, and the cluster is still there', async ({ page }) => {
  await visit(page)
  await applyFile(page, 'namespace.yaml')
  await expect(output(page)).toContainText('namespace/my-test-space created')
  await saved(page)
  await Promise.all(page.workers().map((each) => each.evaluate(() => void setTimeout(() => { throw new Error('planted') })).catch(() => undefined)))
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('The cluster stopped')
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Download a report' }).click()])
  const report = JSON.parse(readFileSync(await download.path(), 'utf8')) as { format: string; crash: { message: string } }
  expect(report.format).toBe('kubarium')
  expect(report.crash.message).toContain('planted')
  await dialog.getByRole('button', { name: 'Go on from just before' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
})

/** In a page and its worker, as where storage is forbidden. */
const withoutDatabase = `Object.defineProperty(self, 'indexedDB', { value: undefined });`

test('6: where nothing can be kept, or there is no room, it says so, goes on, and can be exported', async ({ browser, baseURL }) => {
  const fresh = async () => (await browser.newContext({ ...(baseURL && { baseURL }) })).newPage()
  const [forbidden, full] = [await fresh(), await fresh()]
  await forbidden.addInitScript(withoutDatabase)
  await forbidden.route(/\/worker-[\w-]+\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `${withoutDatabase}${await response.text()}` })
  })
  await (await full.context().newCDPSession(full)).send('Storage.overrideQuotaForOrigin', { origin: new URL(baseURL ?? '').origin, quotaSize: 1_000 })

  for (const [page, said] of [[forbidden, 'This browser keeps nothing here'], [full, 'There is no room left in this browser']] as const) {
    await visit(page)
    await expect(output(page)).toContainText(said)
    await applyFile(page, 'namespace.yaml')
    await expect(output(page)).toContainText('namespace/my-test-space created')
    await expect(menu(page)).toContainText('not kept')
    await menu(page).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export the session as a file' }).click()])
    expect((JSON.parse(readFileSync(await download.path(), 'utf8')) as { format: string }).format).toBe('kubarium')
    await menu(page).click()
    await page.getByRole('menuitem', { name: 'New cluster …' }).click()
    await page.getByRole('button', { name: 'Create' }).click()
    await expect(output(page)).not.toContainText('created')
    await expect(output(page)).toContainText(said)
    await page.context().close()
  }
})

test('7: on a phone time is wound back, branches are changed, an action is undone, and clusters are kept', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByRole('tab', { name: 'Inspect' }).tap()
  await page.getByRole('button', { name: 'Apply namespace.yaml' }).tap()
  await page.getByRole('tab', { name: 'Timeline' }).tap()
  await expect(page.getByRole('button', { name: /etcd stores the Namespace/ }).first()).toBeVisible()
  await page.getByRole('slider', { name: 'Moment that is shown' }).press('Home')
  await page.getByRole('button', { name: 'Play on from here' }).tap()
  await page.getByRole('button', { name: 'Branch branch 1' }).tap()
  await page.getByRole('menuitem', { name: /^main/ }).tap()
  await expect(page.getByRole('button', { name: 'Branch main' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo the last action' }).tap()
  await expect(page.getByRole('button', { name: 'Branch branch 2' })).toBeVisible()
  await page.getByRole('button', { name: 'Show the lanes' }).tap()
  await expect(page.getByRole('list', { name: 'Workloads and their Pods' })).toBeAttached()

  await page.getByRole('button', { name: 'Help' }).tap()
  await page.getByRole('button', { name: /^Clusters: Founding demo/ }).tap()
  await page.getByRole('menuitem', { name: 'New cluster …' }).tap()
  await page.getByRole('button', { name: 'Create' }).tap()
  await expect(page.getByRole('heading', { name: 'Help' })).toBeHidden()
  await page.getByRole('button', { name: 'Help' }).tap()
  await expect(page.getByRole('button', { name: /^Clusters: Cluster 2/ })).toBeVisible()
  await context.close()
})
