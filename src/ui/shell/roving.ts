/** Arrow keys on a tab or a radio button: the next one is focused and chosen, as ARIA's patterns have it. */
import type { KeyboardEvent } from 'react'

const steps: { readonly [key: string]: number } = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }

export function chooseByArrows(event: KeyboardEvent<HTMLButtonElement>): void {
  const group = event.currentTarget.closest('[role="tablist"], [role="radiogroup"]')
  const choices = [...(group?.querySelectorAll<HTMLButtonElement>('[role="tab"], [role="radio"]') ?? [])].filter((choice) => !choice.disabled)
  const at = choices.indexOf(event.currentTarget)
  const to = targetOf(event.key, at, choices.length)
  const next = to === undefined ? undefined : choices[to]
  if (at < 0 || !next) return
  event.preventDefault()
  next.focus()
  next.click()
}

function targetOf(key: string, at: number, count: number): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = steps[key]
  return step === undefined ? undefined : (at + step + count) % count
}
