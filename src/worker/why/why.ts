/**
 * Answers "why?" for an object or a request, from what the simulation did: codes, parameters and the objects they name;
 * ui has the words. One explainer per kind; what has none is told who made it and what holds it.
 */
import type { ApiTypes } from '../../api/generated/types.ts'
import type { ObjectKey, WhySentence } from '../protocol.ts'
import { objectKeyOf, requestOfRef, targetOf } from '../target.ts'
import type { Session } from '../session.ts'
import { whyDeployment } from './deployment.ts'
import { gather, partsOf, type Evidence } from './evidence.ts'
import { whyIngress } from './ingress.ts'
import { whyNode } from './node.ts'
import { deletion, refusal } from './origin.ts'
import { whyOther } from './other.ts'
import { whyPod } from './pod.ts'
import { whyReplicaSet } from './replica-set.ts'
import { whyRequest } from './request.ts'
import { answer, answersOf } from './sentence.ts'
import { whyService } from './service.ts'

type Explainer = (e: Evidence, key: ObjectKey) => readonly WhySentence[] | undefined

/** Undefined for what is not, or not any more, in the cluster. */
function forKind<R extends keyof ApiTypes>(resource: R, why: (e: Evidence, object: ApiTypes[R]) => readonly WhySentence[]): readonly [string, Explainer] {
  const explain: Explainer = (e, key) => {
    const { namespace, name } = partsOf(key)
    const object = e.get(resource, namespace, name)
    return object && why(e, object)
  }
  return [resource, explain]
}

const explainers: ReadonlyMap<string, Explainer> = new Map([
  forKind('pods', whyPod),
  forKind('nodes', whyNode),
  forKind('services', whyService),
  forKind('deployments.apps', whyDeployment),
  forKind('replicasets.apps', whyReplicaSet),
  forKind('ingresses.networking.k8s.io', whyIngress),
])

const explainerFor = (resource: keyof ApiTypes): Explainer => explainers.get(resource) ?? forKind(resource, whyOther)[1]

/** Processes without which nothing in the cluster changes. */
const controlPlane = ['etcd', 'kube-apiserver']

/** An object as people write it (`deploy/NAMESPACE/NAME`), or `requests/ID`. */
export function why(session: Session, ref: string): readonly WhySentence[] {
  const e = gather(session)
  const request = requestOfRef(ref)
  const said = request === undefined ? whyObject(e, objectKeyOf(targetOf(ref))) : whyRequestOf(e, request)
  return [...answersOf(said), ...said.filter(({ level }) => level === 'detail')]
}

function whyObject(e: Evidence, key: ObjectKey): readonly WhySentence[] {
  // Sound: the key was made from a kind's file.
  const found = explainerFor(partsOf(key).resource as keyof ApiTypes)(e, key)
  return [...stopped(e), ...(found ?? missing(e, key)), ...refusal(e, key)]
}

function whyRequestOf(e: Evidence, id: number): readonly WhySentence[] {
  const request = e.request(id)
  return request ? whyRequest(e, request) : [answer('request.gone', { id })]
}

const stopped = (e: Evidence): readonly WhySentence[] => controlPlane.filter((part) => e.isStopped(part)).map((part) => answer('control-plane-stopped', { part }))

function missing(e: Evidence, key: ObjectKey): readonly WhySentence[] {
  const { name } = partsOf(key)
  const deleted = deletion(e, key)
  return deleted.length > 0 ? [answer('gone', { name }), ...deleted] : [answer('never', { name })]
}
