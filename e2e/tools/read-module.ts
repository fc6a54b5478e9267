/**
 * What a room check needs to know of a module, read with oxc-parser: every import it makes (static, type-only, re-export,
 * dynamic, `import('…')` in a type) with its line, and its syntax tree.
 */
import { parseSync, Visitor, type Program } from 'oxc-parser'

export interface SourceFile {
  /** From the root, with slashes: `src/cluster/etcd/store.ts`. */
  readonly path: string
  readonly text: string
}

export interface Import {
  /** As written; undefined for a dynamic import whose path is computed. */
  readonly from: string | undefined
  readonly isTypeOnly: boolean
  readonly line: number
}

export interface Module {
  readonly imports: readonly Import[]
  readonly program: Program
  /** Syntax errors. A module with one may hide imports. */
  readonly errors: readonly string[]
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

export function readModule({ path, text }: SourceFile): Module {
  const { program, module, errors } = parseSync(path, text)
  const imports: Import[] = []
  const add = (from: string | undefined, isTypeOnly: boolean, offset: number): number => imports.push({ from, isTypeOnly, line: lineAt(text, offset) })

  for (const { moduleRequest, entries, start } of module.staticImports) add(moduleRequest.value, areTypes(entries), start)
  for (const { entries, start } of module.staticExports) {
    const request = entries.find(({ moduleRequest }) => moduleRequest !== null)?.moduleRequest
    if (request) add(request.value, areTypes(entries), start)
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    add(/^(['"`])([^$]*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2], false, start)
  }
  new Visitor({ TSImportType: ({ source, start }) => void add(source.value, true, start) }).visit(program)

  return { imports, program, errors: errors.map(({ message }) => message) }
}

/** `import './x.ts'` names nothing and runs the module: that is no type. */
const areTypes = (entries: readonly { readonly isType: boolean }[]): boolean => entries.length > 0 && entries.every(({ isType }) => isType)
