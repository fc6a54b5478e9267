/** Simulated seconds per second; the last is as fast as it can, and has its name in the page's language. */
export const speeds: readonly { readonly value: number; readonly label?: string }[] = [
  { value: 0.01, label: '1/100' },
  { value: 0.1, label: '1/10' },
  { value: 1, label: '1×' },
  { value: 10, label: '10×' },
  { value: Infinity },
]
