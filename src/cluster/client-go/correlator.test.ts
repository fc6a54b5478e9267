import { expect, it } from 'vitest'
import { seconds } from '../../sim/time.ts'
import { noteMessage, spend, type Bucket, type Similar } from './correlator.ts'

it('the tenth different message about the same thing within ten minutes is combined', () => {
  let similar: Similar | undefined
  const combined: boolean[] = []
  for (let i = 1; i <= 11; i++) {
    const noted = noteMessage(similar, `Scaled up replica set web from ${i}`, seconds(i))
    similar = noted.similar
    combined.push(noted.isCombined)
  }
  expect(combined.indexOf(true)).toBe(9)
  expect(noteMessage(similar, 'later', seconds(700)).isCombined).toBe(false)
})

it('a message that repeats is not another one', () => {
  let similar: Similar | undefined
  for (let i = 0; i < 20; i++) similar = noteMessage(similar, 'Back-off restarting failed container', seconds(i)).similar
  expect(similar?.messages).toHaveLength(1)
})

it('a source writes 25 events about one object at once, then one per five minutes', () => {
  let bucket: Bucket | undefined
  for (let i = 0; i < 25; i++) bucket = spend(bucket, seconds(0)) ?? bucket
  expect(spend(bucket, seconds(1))).toBeUndefined()
  expect(spend(bucket, seconds(300))).toBeDefined()
})
