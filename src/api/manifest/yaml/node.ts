/** A document as a tree, with the place of everything in the text. */
import type { Mark } from './cursor.ts'

interface Placed {
  readonly start: Mark
  end: Mark
}

export interface ScalarNode extends Placed {
  readonly type: 'scalar'
  readonly value: string
  /** '' if there is none. */
  readonly tag: string
  /** Its text decides its type. */
  readonly implicit: boolean
}

export interface MapNode extends Placed {
  readonly type: 'map'
  readonly entries: Entry[]
}

export interface Entry {
  readonly key: YamlNode
  readonly value: YamlNode
}

export interface ListNode extends Placed {
  readonly type: 'list'
  readonly items: YamlNode[]
}

export interface AliasNode extends Placed {
  readonly type: 'alias'
  readonly name: string
  readonly target: YamlNode
}

export type YamlNode = ScalarNode | MapNode | ListNode | AliasNode

/** Behind an alias, what it stands for. */
export const meant = (node: YamlNode): YamlNode => (node.type === 'alias' ? node.target : node)

/** `<<`, which takes in the entries of another mapping. */
export const isMergeKey = (node: YamlNode): boolean => node.type === 'scalar' && node.value === '<<' && (node.implicit || node.tag === 'tag:yaml.org,2002:merge')
