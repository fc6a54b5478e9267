/** How Monaco looks here: the mock's measures, nothing that a manifest does not need. */
import type { monaco } from './monaco.ts'

export const editorOptions = (): monaco.editor.IStandaloneEditorConstructionOptions => ({
  model: null,
  automaticLayout: true,
  fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code'),
  fontSize: 12,
  lineHeight: 18,
  lineNumbersMinChars: 4,
  lineDecorationsWidth: 12,
  folding: false,
  guides: { indentation: false },
  glyphMargin: false,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  padding: { top: 6, bottom: 6 },
  renderFinalNewline: 'off',
  renderLineHighlight: 'none',
  scrollBeyondLastLine: false,
  scrollbar: { verticalScrollbarSize: 10, verticalSliderSize: 6, horizontalScrollbarSize: 10, horizontalSliderSize: 6, useShadows: false },
  stickyScroll: { enabled: false },
  tabSize: 2,
  // Enter ends the line, whatever is suggested at that moment: Tab takes it.
  acceptSuggestionOnEnter: 'off',
  wordBasedSuggestions: 'off',
  // A key that is being typed is a string until its colon.
  quickSuggestions: { other: true, strings: true, comments: false },
  wordWrap: 'on',
  wrappingIndent: 'indent',
  fixedOverflowWidgets: true,
})

/** Pixels of width from which the two stand side by side. */
const besideFrom = 760

/** Two texts that are only read; long runs of equal lines are folded. */
export const diffOptions = (): monaco.editor.IStandaloneDiffEditorConstructionOptions => {
  const { model: _, ...own } = editorOptions()
  return {
    ...own,
    readOnly: true,
    domReadOnly: true,
    originalEditable: false,
    lineNumbers: 'off',
    lineDecorationsWidth: 24,
    renderSideBySide: true,
    useInlineViewWhenSpaceIsLimited: true,
    renderSideBySideInlineBreakpoint: besideFrom,
    enableSplitViewResizing: false,
    renderOverviewRuler: false,
    renderMarginRevertIcon: false,
    renderGutterMenu: false,
    ignoreTrimWhitespace: false,
    diffAlgorithm: 'advanced',
    diffWordWrap: 'on',
    hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 4, revealLineCount: 20 },
  }
}
