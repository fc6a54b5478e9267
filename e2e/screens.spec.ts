import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { advance, openPlayground, runDemo } from './journeys/playground.ts'

const looks = [
  { name: 'dark zh-CN at 1440×900', options: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark', locale: 'zh-CN' } },
  { name: 'light English at 1024×768', options: { viewport: { width: 1024, height: 768 }, colorScheme: 'light', locale: 'en-US' } },
] as const

/** A Deployment behind a Service and an Ingress; requests from the Internet are on their way when the clock stops. */
async function sceneWithTraffic(page: Page): Promise<void> {
  await openPlayground(page)
  await page.evaluate(async () => {
    const { kubarium } = window
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }] } } } }
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } }
    const ingress = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'web' }, spec: { ingressClassName: 'nginx', defaultBackend: { service: { name: 'web', port: { number: 80 } } } } }
    await kubarium?.apply([deployment, service, ingress].map((object) => JSON.stringify(object)).join('\n---\n'))
    await kubarium?.advance(8_000)
    await kubarium?.startTraffic({ from: 'internet', url: 'http://example.com/' }, 200)
    await kubarium?.advance(1_003)
  })
  await page.waitForTimeout(1_500)
}

async function picture(browser: Browser, options: (typeof looks)[number]['options'] & { readonly baseURL: string | undefined }): Promise<Buffer> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await sceneWithTraffic(page)
  const shot = await page.getByRole('main').screenshot({ animations: 'disabled', caret: 'hide' })
  await context.close()
  return shot
}

for (const { name, options } of looks) {
  test(`the scene at a frozen clock gives the same picture twice: ${name}`, async ({ browser, baseURL }, testInfo) => {
    const expected = testInfo.snapshotPath('scene.png')
    await mkdir(dirname(expected), { recursive: true })
    await writeFile(expected, await picture(browser, { ...options, baseURL }))
    // Chromium's raster threads round a shade up or down; anything the eye could see is a difference.
    expect(await picture(browser, { ...options, baseURL })).toMatchSnapshot('scene.png', { threshold: 0.02, maxDiffPixels: 0 })
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
