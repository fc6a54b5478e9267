import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { openFile, openPlayground, output, runDemo, space } from './playground.ts'

test.beforeEach(({ page }) => openPlayground(page))

const search = (page: Page) => page.getByRole('dialog', { name: 'Search' })
const field = (page: Page) => search(page).getByRole('combobox')
const found = (page: Page) => search(page).getByRole('option')
const inspector = (page: Page) => page.getByRole('complementary')

/** Of the first servera Pod. */
const addressOfPod = (page: Page) =>
  page.evaluate(async (namespace) => {
    const { body } = (await window.kubarium?.api('GET', `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dservera`)) ?? {}
    return (body as { items: { metadata: { name: string }; status: { podIP: string } }[] }).items[0]
  }, space)

test('finds a Pod by its address, and goes on from it with keys', async ({ page }) => {
  await runDemo(page)
  const pod = await addressOfPod(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await field(page).fill(pod?.status.podIP ?? '')
  await expect(found(page).first()).toContainText(pod?.metadata.name ?? 'a name')
  await expect(field(page)).toHaveAttribute('aria-activedescendant', (await found(page).first().getAttribute('id')) ?? 'an id')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 150) ?? ''}`)).toEqual([])

  await page.keyboard.press('Enter')
  await expect(search(page)).toBeHidden()
  await expect(inspector(page).getByRole('heading').first()).toHaveText(pod?.metadata.name ?? 'a name')
  await page.keyboard.press('[')
  await expect(inspector(page)).toContainText('ReplicaSet in my-test-space')
  await page.keyboard.press('[')
  await expect(inspector(page)).toContainText('Deployment in my-test-space')
  await page.keyboard.press('ArrowDown')
  await expect(inspector(page).getByRole('heading').first()).toHaveText('serverb')
  await page.keyboard.press(']')
  await expect(inspector(page)).toContainText('ReplicaSet in my-test-space')
})

test('runs actions, opens files, and says what it does not find', async ({ page }) => {
  await page.getByRole('button', { name: /^Search/ }).click()
  await field(page).fill('dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')

  await page.keyboard.press('/')
  await field(page).fill('serverb-serv')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'serverb-service.yaml' })).toHaveAttribute('aria-selected', 'true')

  await page.keyboard.press('Control+k')
  await field(page).fill('apply')
  await found(page).filter({ hasText: 'Apply' }).first().click()
  await expect(output(page)).toContainText('kubectl apply -f serverb-service.yaml')

  await page.keyboard.press('Control+k')
  await field(page).fill('nothing of this name')
  await expect(search(page)).toContainText('Nothing here fits')
  await page.keyboard.press('Escape')
  await expect(search(page)).toBeHidden()
})

test('opens from within the editor, where a slash is a slash', async ({ page }) => {
  await openFile(page, 'namespace.yaml')
  const text = page.locator('.monaco-editor .view-lines').first()
  await text.click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# a/b ')
  await expect(text).toContainText('a/b')
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)).toBe(true)
  await page.keyboard.type('c')
  await expect(text).toContainText('a/b c')
})
