import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { advance, applyFile, openFile, openPlayground, output, runDemo } from './playground.ts'

test.beforeEach(({ page }) => openPlayground(page))

const now = (page: Page) => page.evaluate(() => window.kubarium?.now())
const hash = (page: Page) => page.evaluate(() => window.kubarium?.hash())

const compare = (page: Page) => page.getByRole('button', { name: 'Compare', exact: true })
const close = (page: Page) => page.getByRole('region', { name: 'Editor' }).getByRole('button', { name: 'Close', exact: true })
const comparison = (page: Page) => page.getByRole('region', { name: 'Compared with the cluster' })
const standing = (page: Page) => page.getByRole('region', { name: 'Editor' }).getByRole('status')
const text = (page: Page) => page.locator('.monaco-editor .view-lines').first()
const isFocused = (page: Page) => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)

/** Finds a text in the open file and types another over it, as a person does. */
async function retype(page: Page, from: string, to: string): Promise<void> {
  await text(page).click()
  await page.keyboard.press('Control+f')
  const field = page.getByRole('textbox', { name: 'Find' })
  await expect(field).toBeFocused()
  await field.fill(from)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.type(to)
}

/** Nothing else in the picture is outlined. */
async function expectOutlined(page: Page, names: readonly RegExp[]): Promise<void> {
  const outlined = page.getByRole('main').locator('[aria-current="true"]')
  await expect(outlined).toHaveCount(names.length)
  for (const [index, name] of names.entries()) await expect(outlined.nth(index)).toHaveAccessibleName(name)
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 150) ?? ''}`)).toEqual([])
}

test('compares the file with the cluster before it is applied, and nothing comes of it until it is', async ({ page }) => {
  await openFile(page, 'servera-deployment.yaml')
  await expect(compare(page)).toBeHidden()
  await runDemo(page)
  await openFile(page, 'servera-deployment.yaml')
  await retype(page, 'replicas: 2', 'replicas: 3')
  await retype(page, 'serverab-v2', 'serverab-v3')
  const before = [await now(page), await hash(page)]

  await compare(page).click()
  await expect(standing(page)).toHaveText('2 fields would change')
  await expect(comparison(page)).toContainText('replicas: 2')
  await expect(comparison(page)).toContainText('replicas: 3')
  await expect(comparison(page)).toContainText('serverab-v2')
  await expect(comparison(page)).toContainText('serverab-v3')
  await expect(output(page)).toContainText('kubectl diff -f servera-deployment.yaml')
  await expect(output(page)).toContainText('+  replicas: 3')
  await expectAccessible(page)
  expect([await now(page), await hash(page)]).toEqual(before)

  await page.keyboard.press('Escape')
  await expect(comparison(page)).toBeHidden()
  await compare(page).click()
  await close(page).click()
  await expect(comparison(page)).toBeHidden()

  await compare(page).click()
  await expect(comparison(page)).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(comparison(page)).toBeHidden()
  await expect(output(page).getByText('deployment.apps/deployment-test-name configured')).toHaveCount(1)
  await expect(standing(page)).toHaveText('Same as in the cluster')
  await compare(page).click()
  await expect(comparison(page)).toContainText('The file and the cluster say the same.')
  await expect(standing(page)).toHaveText('Apply would change nothing')
})

test('a comparison that the server would refuse marks the line, and undo knows nothing of it', async ({ page }) => {
  await applyFile(page, 'namespace.yaml')
  await applyFile(page, 'servera-deployment.yaml')
  await expect(output(page)).toContainText('deployment.apps/deployment-test-name created')
  await advance(page, 5_000)
  await retype(page, 'replicas: 2', 'replicas: -2')
  await compare(page).click()
  const problem = page.getByRole('alert').filter({ hasText: 'Invalid' })
  await expect(problem).toContainText('422 Invalid')
  await expect(problem).toContainText('spec.replicas: Invalid value: -2: must be greater than or equal to 0')
  await expect(standing(page)).toHaveText('1 problem, nothing was changed')
  await expect(comparison(page)).toBeHidden()

  await page.getByRole('button', { name: 'Undo the last action' }).click()
  await expect.poll(() => page.evaluate(async () => (await window.kubarium?.api('GET', '/apis/apps/v1/namespaces/my-test-space/deployments'))?.body as { items: unknown[] })).toMatchObject({ items: [] })
})

test('follows the cluster while it is open, and stands against the moment that is shown', async ({ page }) => {
  await runDemo(page)
  await openFile(page, 'servera-deployment.yaml')
  const start = (await now(page)) ?? 0
  await compare(page).click()
  await expect(standing(page)).toHaveText('Apply would change nothing')
  await page.evaluate(async () => void (await window.kubarium?.api('PATCH', '/apis/apps/v1/namespaces/my-test-space/deployments/deployment-test-name', { spec: { replicas: 5 } })))
  await advance(page, 2_000)
  await expect(standing(page)).toHaveText('1 field would change')
  await expect(comparison(page)).toContainText('replicas: 5')
  await page.evaluate(async (moment) => void (await window.kubarium?.seek(moment)), start)
  await expect(standing(page)).toHaveText('Apply would change nothing')
  expect(await page.evaluate(async () => (await window.kubarium?.branches())?.length)).toBe(1)
})

test('the picture outlines what the cursor is in, while the editor has the focus', async ({ page }) => {
  await runDemo(page)
  await openFile(page, 'servera-deployment.yaml')
  await text(page).click()
  await expectOutlined(page, [/^servera /, /^servera /])
  await openFile(page, 'serverb-service.yaml')
  await expectOutlined(page, [])
  await text(page).click()
  await expectOutlined(page, [/^serverb-svc/])
  await openFile(page, 'ingress.yaml')
  await text(page).click()
  await expectOutlined(page, [/^Ingress/])
  await openFile(page, 'namespace.yaml')
  await text(page).click()
  await expect(page.getByRole('main').locator('[aria-current="true"]')).toHaveCount(7)
})

test('what is chosen in the picture is marked in its manifest, and its inspector leads there', async ({ page }) => {
  await runDemo(page)
  await openFile(page, 'servera-deployment.yaml')
  await page.getByRole('main').getByRole('button', { name: /^servera-svc/ }).click()
  const inspector = page.getByRole('complementary')
  await expect(inspector).toContainText('servera-service.yaml:4')
  await inspector.getByRole('button', { name: 'Show in editor' }).click()
  await expect(page.getByRole('tab', { name: 'servera-service.yaml' })).toHaveAttribute('aria-selected', 'true')
  await expect.poll(() => isFocused(page)).toBe(true)
  await expectOutlined(page, [/^servera-svc/])

  await openFile(page, 'servera-deployment.yaml')
  await page.getByRole('main').getByRole('button', { name: /^servera [a-z0-9]{5}/ }).first().click()
  await expect(inspector).toContainText('servera-deployment.yaml:6')
  expect(await isFocused(page)).toBe(false)
  await expectAccessible(page)
})

test('what is undone was not applied: the file stands as it did before', async ({ page }) => {
  const editor = page.getByRole('region', { name: 'Editor' })
  await applyFile(page, 'namespace.yaml')
  await advance(page, 1_000)
  await expect(standing(page)).toHaveText('Same as in the cluster')
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect(standing(page)).toHaveText('4 lines, no problems')
  await advance(page, 60_000)
  await expect(standing(page)).toHaveText('4 lines, no problems')
  await expect(editor).toContainText('Namespace my-test-space is not in the cluster yet')
})
