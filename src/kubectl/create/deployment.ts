/** `kubectl create deployment NAME --image=IMAGE`. Follows kubernetes v1.36 kubectl/pkg/cmd/create/create_deployment.go. */
import { deploymentKind } from '../../api/kinds/deployment.ts'
import { isGiven, listOf, textOf } from '../flags.ts'
import { generatedVerb } from './generated.ts'

export const createDeployment = generatedVerb({
  name: 'deployment',
  aliases: ['deploy'],
  kind: deploymentKind,
  flags: [{ name: 'image', type: 'list' }, { name: 'replicas', short: 'r', type: 'number' }, { name: 'port', type: 'number' }],
  required: ['image'],
  object: ({ flags, rest }, name) => {
    const images = listOf(flags, 'image').flatMap((text) => text.split(','))
    if (images.length > 1 && rest.length > 0) return 'cannot specify multiple --image options and command'
    const labels = { app: name }
    const ports = isGiven(flags, 'port') ? { ports: [{ containerPort: Number(textOf(flags, 'port')) }] } : {}
    const containers = images.map((image, index) => ({ name: containerName(image), image, ...(rest.length > 0 && { command: rest }), ...(index === 0 && ports), resources: {} }))
    const template = { metadata: { labels }, spec: { containers } }
    return { metadata: { labels }, spec: { replicas: Number(textOf(flags, 'replicas', '1')), selector: { matchLabels: labels }, template, strategy: {} }, status: {} }
  },
  failure: 'failed to create deployment: ',
})

/** The image's own name; one that is no label is made one, with letters that upstream draws and that follow from the image here. */
function containerName(image: string): string {
  const name = image.replace(/^.*\//, '').replace(/[:@].*$/, '')
  return /[_.]/.test(name) ? `${name.replace(/[_.]/g, '-')}-${fiveLetters(image)}` : name
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

function fiveLetters(text: string): string {
  let hash = 7
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 14_348_907
  return [1, 27, 729, 19_683, 531_441].map((unit) => alphabet[Math.floor(hash / unit) % 27]).join('')
}
