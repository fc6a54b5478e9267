/** A pod template as `rollout history --revision` and `describe` tell of it. Follows kubernetes v1.36 kubectl/pkg/describe/describe.go (DescribePodTemplate). */
import type { PodTemplateSpec, Toleration } from '../../api/generated/types.ts'
import { describeContainers } from './containers.ts'
import { describeVolumes } from './volumes.ts'

/** Its annotations may be more than its own. */
export function describePodTemplate({ metadata, spec }: PodTemplateSpec, annotations = metadata?.annotations ?? {}): string[] {
  return [
    'Pod Template:',
    ...pairs('  Labels', metadata?.labels ?? {}, '='),
    ...(Object.keys(annotations).length > 0 ? pairs('  Annotations', annotations, ': ') : []),
    ...(spec?.serviceAccountName ? [`  Service Account:\t${spec.serviceAccountName}`] : []),
    ...(spec?.initContainers?.length ? describeContainers('Init Containers', spec.initContainers, '  ') : []),
    ...describeContainers('Containers', spec?.containers ?? [], '  '),
    ...describeVolumes(spec?.volumes ?? [], '  '),
    ...(spec?.priorityClassName ? [`  Priority Class Name:\t${spec.priorityClassName}`] : []),
    ...pairs('  Node-Selectors', spec?.nodeSelector ?? {}, '='),
    ...column('  Tolerations', (spec?.tolerations ?? []).map(toleration).sort()),
  ]
}

const pairs = (title: string, texts: { readonly [key: string]: string }, sign: string): string[] => column(title, Object.keys(texts).sort().map((key) => `${key}${sign}${texts[key] ?? ''}`))

const column = (title: string, lines: readonly string[]): string[] => {
  const [first = '<none>', ...more] = lines
  return [`${title}:\t${first}`, ...more.map((line) => `\t${line}`)]
}

function toleration({ key = '', operator, value = '', effect, tolerationSeconds: duration }: Toleration): string {
  const what = `${key}${value === '' ? '' : `=${value}`}${effect ? `:${effect}` : ''}`
  const exists = operator === 'Exists' && value === '' ? (key === '' && !effect ? 'op=Exists' : ' op=Exists') : ''
  return `${what}${exists}${duration === undefined ? '' : ` for ${duration}s`}`
}
