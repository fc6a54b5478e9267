/** A few choices side by side, one of them taken. */
import { chooseByArrows } from './roving.ts'

export interface Segment<Value> {
  readonly value: Value
  readonly label: string
}

interface SegmentsProps<Value> {
  readonly label: string
  readonly value: Value
  readonly choices: readonly Segment<Value>[]
  readonly disabled?: boolean
  readonly onChoose: (value: Value) => void
}

export function Segments<Value extends string | number | boolean>({ label, value, choices, disabled = false, onChoose }: SegmentsProps<Value>) {
  const reachable = choices.some((choice) => choice.value === value) ? value : choices[0]?.value
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={String(choice.value)}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={choice.value === reachable ? 0 : -1}
          disabled={disabled}
          onKeyDown={chooseByArrows}
          onClick={() => onChoose(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  )
}
