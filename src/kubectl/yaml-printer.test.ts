import { expect, it } from 'vitest'
import { yamlOf } from './yaml-printer.ts'

// What Go's sigs.k8s.io/yaml v1.6.0 prints for the same JSON.

it('quotes what would be read as something else, and nothing more', () => {
  const texts = ['', 'yes', '1.27', '0x1f', '12:30', '2006-01-02', 'true', '.10_1', '- a', '-a', 'a: b', 'a:b', '#', 'a #b', "it's", '%', ' a', '\t', '😀', 'a\nb', 'a\n', '\n\na\n\n', 'a \nb']
  expect(yamlOf(texts)).toBe(
    ['- ""', '- "yes"', '- "1.27"', '- "0x1f"', '- "12:30"', '- "2006-01-02"', '- "true"', '- ".10_1"', "- '- a'", '- -a', "- 'a: b'", '- a:b', "- '#'", "- 'a #b'", "- it's", "- '%'", "- ' a'", '- "\\t"', '- "\\U0001F600"', '- |-', '  a', '  b', '- |', '  a', '- |2+', '', '', '  a', '', '- "a \\nb"', ''].join('\n'),
  )
})

it('sets keys in their natural order, lists at the depth of their key, and empty ones in braces', () => {
  expect(yamlOf({ b: [{ z: 1, a: [] }, [null, true]], a10: {}, a9: 'x', '1': 0.5 })).toBe('"1": 0.5\na9: x\na10: {}\nb:\n- a: []\n  z: 1\n- - null\n  - true\n')
})

it('folds long lines at a space behind the 80th character', () => {
  const message = "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate, preemption: none"
  expect(yamlOf({ message })).toBe("message: '0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient\n  cpu. no new claims to deallocate, preemption: none'\n")
})
