import { describe, expect, it } from 'vitest'
import { goJsonObjectError } from './go-json.ts'

describe('what Go says about JSON', () => {
  it.each([
    { name: 'an object', text: '{"auths": {"a": [1, -2.5e3, "x\\n", null]}}', problem: undefined },
    { name: 'nothing', text: '', problem: 'unexpected end of JSON input' },
    { name: 'an open object', text: '{"a": 1', problem: 'unexpected end of JSON input' },
    { name: 'a word', text: 'nothing', problem: "invalid character 'o' in literal null (expecting 'u')" },
    { name: 'another word', text: 'word', problem: "invalid character 'w' looking for beginning of value" },
    { name: 'a key without quotes', text: '{a: 1}', problem: "invalid character 'a' looking for beginning of object key string" },
    { name: 'two values', text: '{} {}', problem: "invalid character '{' after top-level value" },
    { name: 'a list', text: '[]', problem: 'json: cannot unmarshal array into Go value of type map[string]interface {}' },
  ])('$name', ({ text, problem }) => {
    expect(goJsonObjectError(text)).toBe(problem)
  })
})
