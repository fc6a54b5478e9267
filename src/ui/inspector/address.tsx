/** An address in the colour of its kind: node, pod or Service. */
import { addressType } from '../../view/address.ts'
import { useCluster } from '../store.ts'

export function Address({ address }: { readonly address: string }) {
  const type = useCluster(({ world }) => addressType(world, address))
  return <code className={type === 'other' ? undefined : `ip-${type}`}>{address}</code>
}
