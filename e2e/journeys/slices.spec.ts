import { expect, test, type Page } from '@playwright/test'
import { applyButton, openFile, openPlayground, output } from './playground.ts'

const webs = (count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const [name, labels] = [`w${index}`, { app: `w${index}` }]
    return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas: 0, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } } })
  }).join('\n---\n')

/** Opens a session that brings a file. */
async function bringFile(page: Page, name: string, text: string): Promise<void> {
  const session = JSON.parse((await page.evaluate(() => window.kubarium?.export())) ?? '') as { page: string }
  const buffer = Buffer.from(JSON.stringify({ ...session, page: JSON.stringify({ files: [[name, text]] }) }))
  await page.getByLabel('Import a session file …').setInputFiles({ name: 'session.json', mimeType: 'application/json', buffer })
  await expect(output(page)).toContainText('Opened: this is the session as it was written down')
}

test('a manifest of thousands of objects says how far it is, lets others be answered, and can be cancelled', async ({ page }) => {
  await openPlayground(page)
  await bringFile(page, 'webs.yaml', webs(4_000))
  await openFile(page, 'webs.yaml')
  await applyButton(page).click()
  const progress = page.getByRole('progressbar', { name: /of 4,000 applied/ })
  await expect(progress).toBeVisible()
  expect(await page.evaluate(async () => (await window.kubarium?.api('GET', '/api/v1/nodes'))?.code)).toBe(200)
  // The button is gone when the last object is applied: this click does not wait for anything.
  await page.getByRole('button', { name: 'Cancel' }).dispatchEvent('click')
  await expect(output(page)).toContainText(/Cancelled: \d+ objects were applied and stay, \d+ were not/)
  await expect(applyButton(page)).toBeEnabled()
  const said = /Cancelled: (\d+) objects were applied and stay, (\d+) were not/.exec((await output(page).textContent()) ?? '')
  const [applied, left] = [Number(said?.[1]), Number(said?.[2])]
  expect(applied + left).toBe(4_000)
  const body = await page.evaluate(async () => (await window.kubarium?.api('GET', '/apis/apps/v1/namespaces/default/deployments'))?.body)
  expect((body as { items: readonly unknown[] }).items).toHaveLength(applied)
})
