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
import 'monaco-editor/features/toggleTabFocusMode/register'
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
  const schema = (await response.json()) as object
  configureMonacoYaml(withYamlWorker() as unknown as typeof monaco, {
    enableSchemaRequest: false,
    validate: true,
    completion: true,
    hover: true,
    yamlVersion: '1.1',
    isKubernetes: true,
    schemas: [{ uri: new URL('schema/kubernetes.json', location.href).href, fileMatch: ['*'], schema }],
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
  light: { key: '1c4fb5', string: '2b6d1c', number: '96480a', comment: '5b6884', text: '101a30', muted: '3f4d6a', panel: 'ffffff', overlay: 'ffffff', line: 'cfd8e8', selection: 'cdddff', selected: 'e3ecff', accent: '2459d6', error: 'bb2532', added: '0b6e47', removed: 'bb2532', lineTint: '14', textTint: '20' },
  dark: { key: '86b3ff', string: 'a4da8e', number: 'f3b985', comment: '8f9fc0', text: 'eef3fd', muted: 'b6c3de', panel: '111a2c', overlay: '182236', line: '2c3a58', selection: '27407c', selected: '1b2d57', accent: '7ea6ff', error: 'ff8080', added: '41d197', removed: 'ff8080', lineTint: '1a', textTint: '2b' },
}
type Colours = (typeof colours)['light']

function defineThemes(): void {
  for (const theme of ['light', 'dark'] as const) {
    const { key, string, number, comment, text } = colours[theme]
    const token = (name: string, foreground: string) => ({ token: name, foreground })
    monaco.editor.defineTheme(themeName(theme), {
      base: theme === 'dark' ? 'vs-dark' : 'vs',
      inherit: true,
      // With the language's own suffix: the base theme's rules for YAML are as precise.
      rules: [token('', text), token('type.yaml', key), token('string.yaml', string), token('number.yaml', number), token('keyword.yaml', number), token('comment.yaml', comment), token('tag.yaml', comment)],
      colors: widgetColours(colours[theme]),
    })
  }
}

const widgetColours = ({ comment, text, muted, panel, overlay, line, selection, selected, accent, error, added, removed, lineTint, textTint }: Colours): monaco.editor.IColors => ({
  'editor.background': `#${panel}`,
  'editor.foreground': `#${text}`,
  'editorCursor.foreground': `#${accent}`,
  'editorLineNumber.foreground': `#${comment}`,
  'editorLineNumber.activeForeground': `#${muted}`,
  'editor.selectionBackground': `#${selection}`,
  'editor.inactiveSelectionBackground': `#${selected}`,
  'editorError.foreground': `#${error}`,
  'editorWidget.background': `#${overlay}`,
  'editorWidget.foreground': `#${text}`,
  'editorWidget.border': `#${line}`,
  'editorHoverWidget.background': `#${overlay}`,
  'editorHoverWidget.foreground': `#${text}`,
  'editorHoverWidget.border': `#${line}`,
  'editorSuggestWidget.background': `#${overlay}`,
  'editorSuggestWidget.foreground': `#${text}`,
  'editorSuggestWidget.border': `#${line}`,
  'editorSuggestWidget.selectedBackground': `#${selected}`,
  'editorSuggestWidget.selectedForeground': `#${text}`,
  'editorSuggestWidget.highlightForeground': `#${accent}`,
  'editorSuggestWidget.focusHighlightForeground': `#${accent}`,
  'list.hoverBackground': `#${selected}`,
  'textLink.foreground': `#${accent}`,
  focusBorder: `#${accent}`,
  'scrollbarSlider.background': `#${line}`,
  'scrollbarSlider.hoverBackground': `#${comment}80`,
  'scrollbarSlider.activeBackground': `#${comment}b0`,
  'widget.shadow': '#00000033',
  // As strong as the code upon them can be read at 4.5:1.
  'diffEditor.insertedLineBackground': `#${added}${lineTint}`,
  'diffEditor.insertedTextBackground': `#${added}${textTint}`,
  'diffEditor.removedLineBackground': `#${removed}${lineTint}`,
  'diffEditor.removedTextBackground': `#${removed}${textTint}`,
  'diffEditor.diagonalFill': `#${line}`,
  'diffEditor.border': `#${line}`,
  'diffEditor.unchangedRegionBackground': `#${panel}`,
  'diffEditor.unchangedRegionForeground': `#${muted}`,
  'diffEditor.unchangedRegionShadow': '#00000000',
  'diffEditor.unchangedCodeBackground': '#00000000',
})
