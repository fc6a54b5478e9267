import { describe, expect, it } from 'vitest'
import { ageOf, humanDuration } from './age.ts'

describe('ages', () => {
  it.each([
    { seconds: 0, text: '0s' },
    { seconds: 119, text: '119s' },
    { seconds: 120, text: '2m' },
    { seconds: 150, text: '2m30s' },
    { seconds: 600, text: '10m' },
    { seconds: 3 * 3600, text: '3h' },
    { seconds: 3 * 3600 + 1200, text: '3h20m' },
    { seconds: 47 * 3600, text: '47h' },
    { seconds: 50 * 3600, text: '2d2h' },
    { seconds: 9 * 86_400, text: '9d' },
    { seconds: 800 * 86_400, text: '2y70d' },
  ])('$seconds seconds are $text', ({ seconds, text }) => {
    expect(humanDuration(seconds)).toBe(text)
  })

  it('are counted across leap days, and unknown without a date', () => {
    expect(ageOf('2024-02-28T00:00:00Z', '2024-03-01T00:00:00Z')).toBe('2d')
    expect(ageOf(undefined, '2024-03-01T00:00:00Z')).toBe('<unknown>')
  })
})
