/**
 * What Monaco should take a text for. The YAML worker follows every alias and holds several trees of a text: one that is
 * very long, or that multiplies itself, would keep it busy for minutes, so such a text is shown without colours and hints.
 * The cluster reads it all the same.
 */
const lengthLimit = 400_000
const aliasLimit = 40

const alias = /(?<=^|[\s,[{])\*[\w-]+/gm

export const languageOf = (text: string): 'yaml' | 'plaintext' => (text.length > lengthLimit || [...text.matchAll(alias)].length > aliasLimit ? 'plaintext' : 'yaml')
