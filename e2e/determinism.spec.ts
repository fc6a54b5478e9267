import { expect, test } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import './journeys/playground.ts'

const root = path.resolve(import.meta.dirname, '..')
const files = ['namespace', 'servera-deployment', 'servera-service', 'serverb-service', 'ingress'].map((name) => readFileSync(path.join(root, `src/ui/files/${name}.yaml`), 'utf8'))

const inNode = (): string => {
  const said = execFileSync(process.execPath, ['e2e/tools/run.mjs', 'e2e/determinism.ts'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return /hash (\w+)/.exec(said)?.[1] ?? said
}

test('the same seed and inputs give the same bytes in Node and in Chromium, twice each', async ({ page }) => {
  const hashes = [inNode(), inNode()]
  for (let run = 0; run < 2; run++) {
    await page.goto('/?automation')
    const hash = await page.evaluate(async (manifests) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      const { kubarium } = window
      if (!kubarium) return 'no kubarium'
      for (const text of manifests) {
        await kubarium.apply(text)
        await kubarium.advance(1_000)
      }
      await kubarium.startTraffic({ from: 'internet', url: 'http://demo/myservers', method: 'GET' }, 5)
      await kubarium.advance(30_000)
      await kubarium.api('PATCH', '/apis/apps/v1/namespaces/my-test-space/deployments/deployment-test-name/scale', { spec: { replicas: 5 } })
      await kubarium.advance(30_000)
      return kubarium.hash()
    }, files)
    hashes.push(hash)
  }
  expect(new Set(hashes).size).toBe(1)
  expect(hashes[0]).toMatch(/^[0-9a-f]{28}$/)
})
