import { expect, test } from 'vitest'
import { restoreProblem } from './restore.ts'

test.each([
  { name: 'a map where a list belongs', value: { spec: { template: { spec: { containers: { name: 'nginx' } } } } }, problem: 'cannot restore slice from map' },
  { name: 'a word where a number belongs', value: { spec: { replicas: 'two' } }, problem: 'unrecognized type: int32' },
  { name: 'a number where a word belongs', value: { metadata: { name: 5 } }, problem: 'cannot convert int64 to string' },
  { name: 'a fraction where a whole number belongs', value: { spec: { replicas: 1.5 } }, problem: 'cannot convert float64 to int32' },
  { name: 'a list where an object belongs', value: { spec: [] }, problem: 'cannot restore struct from: slice' },
  { name: 'a word where labels belong', value: { metadata: { labels: 'x' } }, problem: 'cannot restore map from string' },
  { name: 'nothing wrong', value: { metadata: { labels: { a: 'b' } }, spec: { replicas: 2, paused: null, strategy: { rollingUpdate: { maxSurge: '25%' } } } }, problem: undefined },
])('a strategic patch: $name', ({ value, problem }) => {
  expect(restoreProblem(value, 'Deployment')).toBe(problem)
})
