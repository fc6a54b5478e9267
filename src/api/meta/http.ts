/**
 * A request to the API server in the shape of HTTP, and its answer: what kubectl, the page and the gateway use, who are
 * not components. Header names are lower case.
 */

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  /** Without the query: `/api/v1/namespaces/default/pods`. */
  readonly path: string
  readonly query: { readonly [name: string]: string }
  readonly headers: { readonly [name: string]: string }
  /** '' if there is none. */
  readonly body: string
}

export interface HttpAnswer {
  readonly code: number
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

/** A watch: the host pumps it whenever time has passed. */
export interface HttpStream {
  readonly code: 200
  readonly headers: { readonly [name: string]: string }
  /** Text that has become available since the last read; `ended` when no more will come. */
  readonly read: () => { readonly text: string; readonly ended: boolean }
  readonly close: () => void
}

export type HttpResponse = HttpAnswer | HttpStream

export const isStream = (response: HttpResponse): response is HttpStream => 'read' in response

/** Splits `/api/v1/pods?watch=true` into path and query. */
export function splitUrl(url: string): { path: string; query: { [name: string]: string } } {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const pairs = mark < 0 ? [] : url.slice(mark + 1).split('&').filter((pair) => pair !== '')
  return { path, query: Object.fromEntries(pairs.map(splitPair)) }
}

function splitPair(pair: string): [string, string] {
  const equals = pair.indexOf('=')
  const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
  return [unescapeUrl(name), unescapeUrl(value)]
}

/** Percent-decoding; text that is not valid stays as it is. */
export function unescapeUrl(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
