/**
 * How well a typed word fits a text: as all of it, its beginning, the beginning of a word in it, a part of it, or, where
 * that is allowed, only as letters in this order. Both are lower case.
 */
const fits = { whole: 1, beginning: 0.92, word: 0.8, part: 0.62, letters: 0.45 }

/** What each run of letters costs that begins in the middle of a word, and how many there may be. */
const costOfRun = 0.1
const runLimit = 3

/** Shorter words have too many letters in common with everything. */
const shortestLoose = 3

export interface Match {
  /** From 0 to 1. */
  readonly score: number
  /** Of the letters that fit. */
  readonly places: readonly number[]
}

const boundary = /[-._/:\s]/

const beginsWord = (text: string, at: number): boolean => at === 0 || boundary.test(text.charAt(at - 1))

/** `loose` allows letters in order; null if it does not fit. */
export function match(text: string, word: string, loose: boolean): Match | null {
  const at = placeOf(text, word)
  if (at >= 0) {
    const places = Array.from(word, (_, i) => at + i)
    return { score: fitAt(text, word, at) - lengthCost(text, word), places }
  }
  if (!loose || word.length < shortestLoose || !hasLetters(text, word)) return null
  const found = lettersInOrder(text, word)
  return found.runs > runLimit ? null : { score: fits.letters - costOfRun * found.runs - lengthCost(text, word), places: found.places }
}

/** Of two texts that fit as well, the shorter one. */
const lengthCost = (text: string, word: string): number => Math.min(0.05, (text.length - word.length) / 1_000)

function placeOf(text: string, word: string): number {
  const first = text.indexOf(word)
  for (let at = first; at >= 0; at = text.indexOf(word, at + 1)) if (beginsWord(text, at)) return at
  return first
}

function fitAt(text: string, word: string, at: number): number {
  if (at === 0) return text.length === word.length ? fits.whole : fits.beginning
  return beginsWord(text, at) ? fits.word : fits.part
}

function hasLetters(text: string, word: string): boolean {
  let at = -1
  return [...word].every((letter) => (at = text.indexOf(letter, at + 1)) >= 0)
}

interface Way {
  /** Runs of letters that begin in the middle of a word. */
  readonly runs: number
  readonly places: readonly number[]
}

const noWay: Way = { runs: Infinity, places: [] }

/** The way through the text with the fewest such runs: for each letter in turn, the best way that ends at each place. */
function lettersInOrder(text: string, word: string): Way {
  let ways: readonly Way[] = []
  for (const [index, letter] of [...word].entries()) {
    let best: Way = index === 0 ? { runs: 0, places: [] } : noWay
    const before = ways
    ways = Array.from(text, (other, at) => {
      const last = before[at - 1]
      const afterGap = { runs: best.runs + (beginsWord(text, at) ? 0 : 1), places: best.places }
      const way = last && last.runs <= afterGap.runs ? last : afterGap
      if (last && last.runs < best.runs) best = last
      return other === letter && way.runs < Infinity ? { runs: way.runs, places: [...way.places, at] } : noWay
    })
  }
  return ways.reduce((best, way) => (way.runs < best.runs ? way : best), noWay)
}
