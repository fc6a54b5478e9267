/**
 * How an object is to be deleted: from the body, or else from the query. Follows kubernetes v1.36
 * apimachinery/pkg/apis/meta/v1 (DeleteOptions, validation) and apiserver/pkg/endpoints/handlers/delete.go.
 */
import { invalid, notSupported, type FieldError } from '../../api/meta/field-error.ts'
import type { HttpRequest } from '../../api/meta/http.ts'
import { badRequestStatus, type Status } from '../../api/meta/status.ts'
import { isObject } from '../../api/meta/json.ts'
import { decode } from '../../api/schema/decode.ts'
import { parseJson } from '../../api/schema/json.ts'
import { dryRunProblems, invalidOptions } from './statuses.ts'

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: string
  readonly orphanDependents?: boolean
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
  readonly dryRun?: boolean
}

export type ReadOptions = { readonly ok: true; readonly options: DeleteOptions } | { readonly ok: false; readonly status: Status }

const refuse = (message: string): ReadOptions => ({ ok: false, status: badRequestStatus(message) })

export function readDeleteOptions({ body, query }: Pick<HttpRequest, 'body' | 'query'>): ReadOptions {
  if (body === '') return fromQuery(query)
  const parsed = parseJson(body)
  if (!parsed.ok || !isObject(parsed.value)) return refuse(`couldn't get version/kind; json parse error: ${parsed.ok ? 'the body is no object' : parsed.message}`)
  const { kind = 'DeleteOptions', apiVersion = 'v1', ...fields } = parsed.value
  if (kind !== 'DeleteOptions') return refuse(`no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "pkg/runtime/scheme.go:111"`)
  const decoded = decode('DeleteOptions', fields)
  return decoded.ok ? checked(decoded.object) : refuse(decoded.message)
}

function fromQuery({ gracePeriodSeconds, propagationPolicy, orphanDependents, dryRun }: HttpRequest['query']): ReadOptions {
  if (gracePeriodSeconds && !/^[-+]?\d+$/.test(gracePeriodSeconds)) return refuse(`strconv.ParseInt: parsing ${JSON.stringify(gracePeriodSeconds)}: invalid syntax`)
  return checked({
    ...(gracePeriodSeconds && { gracePeriodSeconds: Number(gracePeriodSeconds) }),
    ...(propagationPolicy && { propagationPolicy }),
    ...(orphanDependents && { orphanDependents: orphanDependents === 'true' || orphanDependents === '1' }),
    ...(dryRun && { dryRun: [dryRun] }),
  })
}

const policies = ['Foreground', 'Background', 'Orphan']

function checked(given: { readonly [field: string]: unknown }): ReadOptions {
  const { gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions, dryRun } = given
  const dryRuns = Array.isArray(dryRun) ? dryRun.map(String) : []
  const errors: FieldError[] = []
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    errors.push(invalid('propagationPolicy', propagationPolicy, 'orphanDependents and deletionPropagation cannot be both set'))
  }
  if (propagationPolicy !== undefined && !policies.includes(String(propagationPolicy))) {
    errors.push(notSupported('propagationPolicy', propagationPolicy, [...policies, 'nil']))
  }
  errors.push(...dryRunProblems(dryRuns))
  if (errors.length > 0) return { ok: false, status: invalidOptions('DeleteOptions', errors) }
  return {
    ok: true,
    options: {
      ...(typeof gracePeriodSeconds === 'number' && { gracePeriodSeconds }),
      ...(typeof propagationPolicy === 'string' && { propagationPolicy }),
      ...(typeof orphanDependents === 'boolean' && { orphanDependents }),
      ...(isObject(preconditions) && { preconditions }),
      ...(dryRuns.length > 0 && { dryRun: true }),
    },
  }
}
