/**
 * Build and development server. `base: './'` makes the built folder work under any path. Three fixes are for
 * monaco-yaml 5.5 on Monaco 0.57 (paths, worker, dependencies found late); the schema is generated from the Kubernetes
 * client's models as a static file.
 */
import react from '@vitejs/plugin-react'
import path from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { buildId } from './e2e/tools/build-id.ts'
import { kubernetesSchema } from './e2e/tools/editor-schema.ts'
import { sortedBTree } from './e2e/tools/sorted-btree.mjs'

/** Stands in the page itself, so that any static host keeps to it. Monaco needs inline styles. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' }],
}

/** Where we are the host: for workers, which do not inherit the page's policy, and against framing, which a page cannot forbid. */
const headers = { 'Content-Security-Policy': `${policy}; frame-ancestors 'none'`, 'X-Content-Type-Options': 'nosniff' }

export default defineConfig({
  base: './',
  define: { __BUILD__: JSON.stringify(buildId(import.meta.dirname)) },
  plugins: [react(), contentSecurityPolicy, kubernetesSchema(), sortedBTree()],
  resolve: {
    alias: [{ find: /^monaco-editor\/esm\/vs\/(.*?)(\.js)?$/, replacement: path.resolve('node_modules/monaco-editor/esm/vs/$1.js') }],
  },
  worker: { format: 'es', plugins: () => [sortedBTree()] },
  optimizeDeps: {
    include: ['monaco-yaml', 'monaco-yaml/yaml.worker.js', 'monaco-editor/editor', 'sorted-btree', 'yaml'],
    rolldownOptions: { plugins: [sortedBTree()] },
  },
  preview: { headers },
  // Fonts as files: the page's policy takes none from data URLs.
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 4_500, rolldownOptions: { checks: { pluginTimings: false } } },
})
