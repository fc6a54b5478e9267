/**
 * The cluster as a picture. From the back: React Flow with the cards, a canvas with the edges, a canvas with what
 * travels; beside them a list of the same objects for keyboard and screen reader.
 */
import { ReactFlow, ReactFlowProvider, useReactFlow, type NodeProps } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useMemo, useRef, useState, type ComponentType, type PointerEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Layout } from '../../view/layout.ts'
import { select, useView } from '../store.ts'
import { FrameCard, PodCard, TrayCard } from './field-cards.tsx'
import { Foot } from './foot.tsx'
import { LiveRegion } from './live-region.tsx'
import { ObjectTree } from './object-tree.tsx'
import { StripCard } from './strip-card.tsx'
import { GateCard, IngressCard, InternetCard, ServicesGhost } from './traffic-cards.tsx'
import { useCanvases } from './use-canvases.ts'
import { useFocus } from './use-focus.ts'
import { usePicture } from './use-picture.ts'
import './scene.css'

/** The card of each type of node is given that type's data (view/graph.ts). */
const nodeTypes = {
  strip: StripCard,
  internet: InternetCard,
  ingress: IngressCard,
  services: ServicesGhost,
  gate: GateCard,
  tray: TrayCard,
  frame: FrameCard,
  pod: PodCard,
} as unknown as { readonly [type: string]: ComponentType<NodeProps> }

export function Scene() {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size | null>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    <div className="scene" ref={box}>
      {size && size.width > 0 && (
        <ReactFlowProvider>
          <SizedScene size={size} />
        </ReactFlowProvider>
      )}
    </div>
  )
}

interface Size {
  readonly width: number
  readonly height: number
}

function SizedScene({ size }: { readonly size: Size }) {
  const { t } = useTranslation('scene')
  const focus = useFocus()
  const picture = usePicture(size.width, size.height, focus)
  const canvases = useCanvases(picture, focus)
  const fit = useFit(picture.layout, size)
  const story = useView((state) => state.story)
  const nodes = useMemo(() => [...picture.nodes], [picture.nodes])
  const shell = useRef<HTMLDivElement>(null)

  const pick = (event: MouseEvent) => {
    const dot = canvases.dotNear(event.clientX, event.clientY)
    if (!dot) return
    event.stopPropagation()
    select({ request: dot.request })
  }
  const point = (event: PointerEvent) => {
    shell.current?.classList.toggle('on-dot', canvases.dotNear(event.clientX, event.clientY) !== null)
  }
  return (
    <div ref={shell} className="scene-shell" onClickCapture={pick} onPointerMove={point} role="group" aria-label={t('picture')}>
      <ReactFlow
        nodes={nodes}
        edges={noEdges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        minZoom={0.2}
        maxZoom={2}
        proOptions={{ hideAttribution: true }}
        onMoveStart={(event) => event && fit.letGo()}
        onPaneClick={() => select(null)}
      />
      <canvas ref={canvases.edges} aria-hidden="true" />
      <canvas ref={canvases.traffic} aria-hidden="true" />
      <Foot layout={picture.layout} width={size.width} told={story !== ''} fit={fit} />
      <ObjectTree />
      <LiveRegion />
    </div>
  )
}

const noEdges: never[] = []

export interface Fit {
  /** The whole picture again. */
  readonly all: () => void
  readonly zoom: (factor: number) => void
  /** A person moved the camera: it stays where it is until they ask for all of it. */
  readonly letGo: () => void
}

/** Shows all of the picture, at its own size where there is room, until a person moves the camera. */
function useFit({ width, height }: Layout, size: Size): Fit {
  const { setViewport, zoomTo, getZoom } = useReactFlow()
  const held = useRef(true)
  const all = (duration = 0) => {
    held.current = true
    const zoom = Math.min(1, size.width / width, size.height / height)
    void setViewport({ x: 0, y: 0, zoom }, { duration })
  }
  useEffect(() => {
    if (held.current) all()
  }, [width, height, size.width, size.height])
  const letGo = () => {
    held.current = false
  }
  return {
    all: () => all(cameraTime()),
    zoom: (factor) => {
      letGo()
      void zoomTo(getZoom() * factor, { duration: cameraTime() })
    },
    letGo,
  }
}

const cameraTime = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 280)
