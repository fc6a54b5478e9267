/** What the journeys share: opening the page at a fixed seed, and the words a person presses. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { KubariumAutomation } from '../../src/ui/automation.ts'

declare global {
  interface Window {
    kubarium?: KubariumAutomation
  }
}

export const space = 'my-test-space'

/** Opens the playground paused, at seed 1, and waits until the editor is there. */
export async function openPlayground(page: Page): Promise<void> {
  await page.goto('/?automation')
  await page.waitForFunction(async () => (await window.kubarium?.now()) !== undefined)
  await expect(page.locator('.monaco-editor .view-lines').first()).toBeVisible({ timeout: 30_000 })
}

/** Moves simulated time. */
export const advance = (page: Page, milliseconds: number): Promise<void> => page.evaluate(async (by) => void (await window.kubarium?.advance(by)), milliseconds)

export const applyButton = (page: Page): Locator => page.getByRole('button', { name: /^Apply Ctrl/ })

/** Opens a file by its tab, or from the menu of those that do not fit. Which of them do is known only once the page has settled: so a look that came too early is repeated. */
export async function openFile(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('tab', { name })
  const soon = { timeout: 2000 }
  await expect(async () => {
    await page.keyboard.press('Escape')
    if (await tab.count()) return tab.click(soon)
    await page.getByRole('button', { name: /more$/ }).click(soon)
    await page.getByRole('menuitem', { name }).click(soon)
  }).toPass()
}

export async function applyFile(page: Page, name: string): Promise<void> {
  await openFile(page, name)
  await applyButton(page).click()
}

export const output = (page: Page): Locator => page.getByRole('log', { name: 'Output' })

/** The demo as the article wants it: both Deployments, both Services, the Ingress, everything Running. */
export async function runDemo(page: Page): Promise<void> {
  await applyFile(page, 'namespace.yaml')
  await expect(output(page)).toContainText('namespace/my-test-space created')
  await advance(page, 500)
  await applyFile(page, 'servera-deployment.yaml')
  await expect(output(page)).toContainText('deployment.apps/deployment-test-name created')
  await applyFile(page, 'serverb-deployment.yaml')
  await page.getByRole('button', { name: 'Rename this one to serverb' }).click()
  await applyButton(page).click()
  await expect(output(page)).toContainText('deployment.apps/serverb created')
  for (const file of ['servera-service.yaml', 'serverb-service.yaml', 'ingress.yaml']) await applyFile(page, file)
  await expect(output(page)).toContainText('ingress.networking.k8s.io/ingress-test-name created')
  await advance(page, 10_000)
}

/** Of the demo's Namespace, by their label `app`. */
export const podNames = (page: Page, app: string): Promise<string[]> =>
  page.evaluate(
    async ([namespace, label]) => {
      const answer = await window.kubarium?.api('GET', `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3D${label}`)
      const pods = answer?.body as { items: { metadata: { name: string } }[] } | undefined
      return pods?.items.map(({ metadata }) => metadata.name) ?? []
    },
    [space, app] as const,
  )

/** Opens an object by keyboard, from the tree that stands beside the picture. */
export async function openObject(page: Page, row: RegExp): Promise<void> {
  const tree = page.getByRole('treegrid')
  await tree.focus()
  await page.keyboard.press('Home')
  const active = async () => {
    const id = await tree.getAttribute('aria-activedescendant')
    return (await page.locator(`[id="${id ?? ''}"]`).textContent()) ?? ''
  }
  for (let moves = 0; moves < 60 && !row.test(await active()); moves++) await page.keyboard.press('ArrowDown')
  expect(await active()).toMatch(row)
  await page.keyboard.press('Enter')
}
