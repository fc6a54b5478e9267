import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { advance, openPlayground, runDemo } from './journeys/playground.ts'

const looks = [
  { name: 'dark zh-CN at 1440×900', options: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark', locale: 'zh-CN' } },
  { name: 'light English at 1024×768', options: { viewport: { width: 1024, height: 768 }, colorScheme: 'light', locale: 'en-US' } },
] as const

async function demoWithTraffic(page: Page): Promise<void> {
  await page.goto('/?automation')
  await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const { kubarium } = window
    await kubarium?.apply(['apiVersion: v1', 'kind: Namespace', 'metadata: {name: my-test-space}'].join('\n'))
    await kubarium?.advance(1_000)
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'my-test-space' }, spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }] } } } }
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'my-test-space' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }], type: 'NodePort' } }
    await kubarium?.apply([deployment, service].map((object) => JSON.stringify(object)).join('\n---\n'))
    await kubarium?.advance(8_000)
    await kubarium?.startTraffic({ from: 'node/node-1', url: 'http://10.0.0.12:80/', method: 'GET' }, 5)
    await kubarium?.advance(1_050)
  })
  await expect(page.locator('.monaco-editor .view-lines').first()).toBeVisible({ timeout: 30_000 })
  await page.waitForTimeout(1_500)
}

async function picture(browser: Browser, options: (typeof looks)[number]['options'] & { readonly baseURL: string | undefined }): Promise<Buffer> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await demoWithTraffic(page)
  const shot = await page.getByRole('main').screenshot({ animations: 'disabled', caret: 'hide' })
  await context.close()
  return shot
}

for (const { name, options } of looks) {
  test(`the scene at a frozen clock gives the same picture twice: ${name}`, async ({ browser, baseURL }) => {
    const [first, second] = [await picture(browser, { ...options, baseURL }), await picture(browser, { ...options, baseURL })]
    expect(first.equals(second)).toBe(true)
  })
}

test('axe finds nothing serious, with the demo running and a request open', async ({ page }) => {
  await openPlayground(page)
  await runDemo(page)
  await page.getByRole('tab', { name: 'Requests' }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await advance(page, 1_000)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([])
})
