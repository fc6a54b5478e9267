/** The syntax tree of a shell script, between `parse.ts` and `compile.ts`. */
import type { Redirect } from '../../network/execution.ts'

export type SourceWord = readonly SourcePart[]
export type SourcePart =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly type: 'variable'; readonly name: string; readonly quoted: boolean; readonly operator: string; readonly word: SourceWord }
  | { readonly type: 'command'; readonly body: Node; readonly quoted: boolean }
  | { readonly type: 'sum'; readonly expression: SourceWord; readonly quoted: boolean }

export interface SourceRedirect {
  readonly stream: Redirect['stream']
  readonly type: Redirect['type']
  readonly target: SourceWord
}

export interface SourceCommand {
  readonly type: 'simple'
  readonly assignments: readonly { readonly name: string; readonly value: SourceWord }[]
  readonly words: readonly SourceWord[]
  readonly redirects: readonly SourceRedirect[]
}

export type Node =
  | SourceCommand
  | { readonly type: 'list'; readonly nodes: readonly Node[] }
  | { readonly type: 'and' | 'or'; readonly left: Node; readonly right: Node }
  | { readonly type: 'not'; readonly node: Node }
  | { readonly type: 'pipe'; readonly stages: readonly Node[] }
  | { readonly type: 'background'; readonly node: Node }
  | { readonly type: 'if'; readonly branches: readonly { readonly condition: Node; readonly body: Node }[]; readonly otherwise: Node | null }
  | { readonly type: 'while'; readonly until: boolean; readonly condition: Node; readonly body: Node }
  | { readonly type: 'for'; readonly variable: string; readonly words: readonly SourceWord[]; readonly body: Node }
  | { readonly type: 'case'; readonly word: SourceWord; readonly arms: readonly { readonly patterns: readonly SourceWord[]; readonly body: Node }[] }
  | { readonly type: 'group'; readonly body: Node; readonly isSubshell: boolean }
  | { readonly type: 'function'; readonly name: string; readonly body: Node }
  | { readonly type: 'redirected'; readonly node: Node; readonly redirects: readonly SourceRedirect[] }
