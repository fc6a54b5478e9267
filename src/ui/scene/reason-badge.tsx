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

export function ReasonBadge({ refusal, node }: ReasonProps) {
  const { rect, tone, short, reason } = refusal
  const details = useDetails({ refusal, node })
  return (
    <div className={`reason ${tone} ${short ? 'short' : ''}`} style={{ left: rect.x - 1, top: rect.y - 1, width: rect.w, height: rect.h }} title={`${reason}. ${details}`}>
      <Glyph state="refused" />
      <div>
        <b>{titleOf(reason)}</b>
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

/** What the filter compared, where rows say it; else which filter it was. */
function useDetails({ refusal: { pod, plugin, reason }, node }: ReasonProps): string {
  const { t } = useTranslation('scene')
  const cordoned = cordonedAt(node.row)
  const since = useSecondsSince(cordoned)
  const name = tailOf(pod.name)
  const { cpuMilli, memoryBytes } = node.row
  if (reason === 'Insufficient cpu') return t('reason.cpu', { pod: name, asked: cpuText(pod.cpuMilli), free: cpuText(cpuMilli - node.cpuMilli), whole: cpuText(cpuMilli) })
  if (reason === 'Insufficient memory') {
    return t('reason.memory', { pod: name, asked: memoryText(pod.memoryBytes), free: memoryText(memoryBytes - node.memoryBytes), whole: memoryText(memoryBytes) })
  }
  if (plugin !== 'NodeUnschedulable') return t('reason.plugin', { pod: name, plugin })
  return Number.isNaN(cordoned) ? t('reason.cordoned') : t('reason.cordonedSince', { time: durationText(t, since) })
}
