/** One state as a colour and a shape: disc, triangle, diamond, cross, broken ring, hollow ring. */
export type GlyphState = 'ok' | 'warn' | 'error' | 'refused' | 'pending' | 'terminating' | 'none'

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
  const dashes = state === 'pending' ? { strokeDasharray: '2.6 2' } : {}
  return <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="2" {...dashes} />
}
