/**
 * Monaco with what YAML needs and no more, and monaco-yaml with the Kubernetes schema. monaco-yaml 5.5 asks for its
 * worker in a way Monaco 0.57 no longer knows, so it is handed a copy of Monaco whose `createWebWorker` makes it.
 */
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/languages/definitions/yaml/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/snippet/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/wordOperations/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
import EditorWorker from './editor.worker.ts?worker'
import { configureMonacoYaml } from 'monaco-yaml'
import YamlWorker from './yaml.worker.ts?worker'

export { monaco }

let started = false

export function startMonaco(): void {
  if (started) return
  started = true
  window.MonacoEnvironment = { getWorker: () => new EditorWorker() }
  defineThemes()
  void loadSchema()
}

async function loadSchema(): Promise<void> {
  const response = await fetch('./schema/kubernetes.json')
  const schema: unknown = await response.json()
  configureMonacoYaml(withYamlWorker() as unknown as typeof monaco, {
    enableSchemaRequest: false,
    validate: true,
    completion: true,
    hover: true,
    yamlVersion: '1.1',
    isKubernetes: true,
    schemas: [{ uri: new URL('schema/kubernetes.json', location.href).href, fileMatch: ['*'], schema: schema as object }],
  })
}

interface WorkerOrder {
  readonly createData: unknown
}

function withYamlWorker() {
  const createWebWorker = (order: WorkerOrder) => {
    const worker = new YamlWorker()
    worker.postMessage('ignore')
    worker.postMessage(order.createData)
    return monaco.editor.createWebWorker({ worker })
  }
  return { ...monaco, editor: { ...monaco.editor, createWebWorker } }
}

export const themeName = (theme: 'light' | 'dark'): string => `kubarium-${theme}`

/** The tokens, as Monaco wants them: hexadecimal, one theme at a time. */
const colours = {
  light: { key: '1c4fb5', string: '2b6d1c', number: '96480a', comment: '5b6884', text: '101a30', panel: 'ffffff', line: '5b6884', selection: 'e3ecff', error: 'bb2532' },
  dark: { key: '86b3ff', string: 'a4da8e', number: 'f3b985', comment: '8f9fc0', text: 'eef3fd', panel: '111a2c', line: '8f9fc0', selection: '1b2d57', error: 'ff8080' },
}

function defineThemes(): void {
  for (const theme of ['light', 'dark'] as const) {
    const { key, string, number, comment, text, panel, line, selection, error } = colours[theme]
    monaco.editor.defineTheme(themeName(theme), {
      base: theme === 'dark' ? 'vs-dark' : 'vs',
      inherit: true,
      rules: [
        { token: '', foreground: text },
        { token: 'type', foreground: key },
        { token: 'string', foreground: string },
        { token: 'number', foreground: number },
        { token: 'keyword', foreground: number },
        { token: 'comment', foreground: comment },
      ],
      colors: {
        'editor.background': `#${panel}`,
        'editor.foreground': `#${text}`,
        'editorLineNumber.foreground': `#${line}`,
        'editorLineNumber.activeForeground': `#${text}`,
        'editor.selectionBackground': `#${selection}`,
        'editorError.foreground': `#${error}`,
      },
    })
  }
}
