/** `kubectl create poddisruptionbudget NAME --selector=… --min-available=N|--max-unavailable=N`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create_pdb.go. */
import { podDisruptionBudgetKind } from '../../api/kinds/pod-disruption-budget.ts'
import { textOf } from '../flags.ts'
import { generatedVerb } from './generated.ts'

export const createPodDisruptionBudget = generatedVerb({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  kind: podDisruptionBudgetKind,
  flags: [{ name: 'selector', type: 'text' }, { name: 'min-available', type: 'text' }, { name: 'max-unavailable', type: 'text' }],
  object: ({ flags }) => {
    const [selector, least, most] = [textOf(flags, 'selector'), textOf(flags, 'min-available'), textOf(flags, 'max-unavailable')]
    if (selector === '') return 'a selector must be specified'
    if (least === '' && most === '') return 'one of min-available or max-unavailable must be specified'
    if (least !== '' && most !== '') return 'min-available and max-unavailable cannot be both specified'
    const odd = [{ flag: 'min-available', text: least }, { flag: 'max-unavailable', text: most }].find(({ text }) => !/^(?:\d+%?)?$/.test(text))
    if (odd) return `invalid format specified for ${odd.flag}`
    const matchLabels = Object.fromEntries(selector.split(',').map((pair) => pair.split('=', 2)))
    const amount = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text)
    return { spec: { ...(least !== '' && { minAvailable: amount(least) }), ...(most !== '' && { maxUnavailable: amount(most) }), selector: { matchLabels } }, status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 } }
  },
  failure: 'failed to create poddisruptionbudgets: ',
})
