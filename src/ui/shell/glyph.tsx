/** One state as a colour and a shape: disc, triangle, diamond, cross, broken ring, square, ring with a question, hollow ring. */
export type GlyphState = 'ok' | 'warn' | 'error' | 'refused' | 'pending' | 'terminating' | 'unknown' | 'none'

export function Glyph({ state, label }: { readonly state: GlyphState; readonly label?: string }) {
  const accessible = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    <svg className={`glyph ${state}`} viewBox="0 0 12 12" {...accessible}>
      <Shape state={state} />
    </svg>
  )
}

function Shape({ state }: { readonly state: GlyphState }) {
  if (state === 'ok') return <circle cx="6" cy="6" r="5" fill="currentColor" />
  if (state === 'warn') return <path d="M6 .8 11.6 11H.4Z" fill="currentColor" />
  if (state === 'error') return <path d="m6 .3 5.7 5.7L6 11.7.3 6Z" fill="currentColor" />
  if (state === 'refused') return <path d="m2.500 2.500 7 7m0-7-7 7" fill="none" stroke="currentColor" strokeWidth="2" />
  if (state === 'terminating') return <rect x="1.5" y="1.5" width="9" height="9" rx="1.5" fill="none" stroke="currentColor" strokeWidth="2" />
  if (state === 'unknown') return <Question />
  const dashes = state === 'pending' ? { strokeDasharray: '2.6 2' } : {}
  return <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="2" {...dashes} />
}

/** A ring with a question mark. */
const Question = () => (
  <>
    <circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.6" />
    <path d="M4.6 4.8c0-2 2.8-2 2.8-.2C7.4 5.8 6 5.8 6 7" fill="none" stroke="currentColor" strokeWidth="1.2" />
    <circle cx="6" cy="8.7" r=".8" fill="currentColor" />
  </>
)
