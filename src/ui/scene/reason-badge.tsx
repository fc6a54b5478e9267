/** In the place where a pod would stand: the first filter that said no, and what it looked at. */
import { useTranslation } from 'react-i18next'
import { cpuText, memoryText, tailOf } from '../../view/format.ts'
import type { FrameData } from '../../view/field.ts'
import { cordonedAt } from '../../view/node-state.ts'
import type { Refusal } from '../../view/refusal.ts'
import { Glyph } from '../shell/glyph.tsx'
import { durationText, useSecondsSince } from '../shell/simulated-time.ts'

interface ReasonProps {
  readonly refusal: Refusal
  readonly node: FrameData
}

/** Pixels: what is narrower has room for its cross alone. */
const readableWidth = 40

export function ReasonBadge({ refusal, node }: ReasonProps) {
  const { rect, tone, short, verdict } = refusal
  const details = useDetails({ refusal, node })
  return (
    <div className={`reason ${tone} ${short ? 'short' : ''} ${rect.w < readableWidth ? 'cross' : ''}`} style={{ left: rect.x - 1, top: rect.y - 1, width: rect.w, height: rect.h }} title={`${verdict.reason}. ${details}`}>
      <Glyph state="refused" />
      <div className={rect.w < readableWidth ? 'visually-hidden' : undefined}>
        <b>{titleOf(verdict.reason)}</b>
        {!short && <span>{details}</span>}
      </div>
    </div>
  )
}

/** `node(s) had untolerated taint {…}` → `Had untolerated taint {…}`; `node(s) were unschedulable` → `Unschedulable`. */
function titleOf(reason: string): string {
  const text = reason.replace(/^node\(s\) (were )?/, '')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What the filter compared, as it told it; else which filter it was. */
function useDetails({ refusal: { pod, verdict }, node }: ReasonProps): string {
  const { t } = useTranslation('scene')
  const cordoned = cordonedAt(node.row)
  const since = useSecondsSince(cordoned)
  const { plugin, details } = verdict
  const name = tailOf(pod.name)
  if (details?.['resource'] !== undefined) {
    const { resource, wanted, free, total } = details
    const [text, unit] = amountsOf(String(resource))
    return t('reason.resource', { pod: name, asked: text(Number(wanted)), unit, free: text(Number(free)), whole: text(Number(total)) })
  }
  if (details?.['taint'] !== undefined) return t('reason.taint', { pod: name, taint: details['taint'] })
  if (plugin !== 'NodeUnschedulable') return t('reason.plugin', { pod: name, plugin })
  return Number.isNaN(cordoned) ? t('reason.cordoned') : t('reason.cordonedSince', { time: durationText(t, since) })
}

/** How amounts of a resource are written, and what stands behind the first; milli-CPUs, bytes, or pieces. */
function amountsOf(resource: string): readonly [text: (amount: number) => string, unit: string] {
  if (resource === 'cpu') return [cpuText, ' CPU']
  return resource === 'memory' || resource === 'ephemeral-storage' ? [memoryText, ''] : [String, ` ${resource}`]
}
