/** The theme's colours for the canvases, which cannot read custom properties themselves. */

const names = ['scene', 'line', 'line-strong', 'accent', 'accent-fill', 'ok', 'warn', 'error', 'pending', 'info', 'text-1', 'text-2', 'text-3', 'line-soft', 'panel', 'selected', 'ip-cluster', 'app-1', 'app-2', 'app-3', 'app-4', 'app-5', 'app-6'] as const

export type Palette = { readonly [name in (typeof names)[number]]: string }

/** Reads the colours as the browser resolves them now. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span')
  element.append(probe)
  const entries = names.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color]
  })
  probe.remove()
  // One entry for each name.
  return Object.fromEntries(entries) as Palette
}

/** Calls back whenever the theme may have changed. */
export function onThemeChange(change: () => void): () => void {
  const observer = new MutationObserver(change)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] })
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', change)
  return () => {
    observer.disconnect()
    dark.removeEventListener('change', change)
  }
}
