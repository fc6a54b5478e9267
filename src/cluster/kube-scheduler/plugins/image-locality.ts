/**
 * Prefers nodes that already have the pod's images: their bytes, times the share of nodes that have them (so that one
 * lucky node does not draw everything), between 23 MB and 1000 MB per container. Follows kubernetes v1.36
 * pkg/scheduler/framework/plugins/imagelocality.
 */
import type { Pod } from '../../../api/generated/types.ts'
import { maxNodeScore, type Plugin } from '../framework/plugin.ts'

const megabyte = 1024 * 1024
const minThreshold = 23 * megabyte
const maxContainerThreshold = 1000 * megabyte

export const imageLocality: Plugin = {
  name: 'ImageLocality',
  weight: 1,
  score: (pod, cluster) => {
    const images = imagesOf(pod)
    const maxThreshold = maxContainerThreshold * images.length
    return {
      score: (info) => {
        const sum = images.reduce((bytes, image) => bytes + scaled(info.images[image] ?? 0, cluster.imageNodes(image), cluster.nodes.length), 0)
        const bounded = Math.min(Math.max(sum, minThreshold), maxThreshold)
        return Math.floor((maxNodeScore * (bounded - minThreshold)) / (maxThreshold - minThreshold))
      },
    }
  },
}

const scaled = (bytes: number, nodesWithImage: number, nodes: number): number => Math.floor(bytes * (nodesWithImage / nodes))

const imagesOf = ({ spec }: Pod): string[] => [...(spec.initContainers ?? []), ...spec.containers].map(({ image = '' }) => withTag(image))

const withTag = (image: string): string => (image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image)
