/**
 * The cluster as a picture. From the back: React Flow with the cards, a canvas with the edges, a canvas with what
 * travels; beside them a list of the same objects for keyboard and screen reader.
 */
import { ReactFlow, ReactFlowProvider, useReactFlow, useStoreApi, type NodeProps } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useEffect, useMemo, useRef, useState, type ComponentType, type PointerEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Layout } from '../../view/layout.ts'
import { margin, measuresOf } from '../../view/measures.ts'
import { createPictures } from '../../view/picture.ts'
import { hasMenu, openMenuAt } from '../menu/open-menu.ts'
import { select, useCluster, useView } from '../store.ts'
import { lendCamera } from './camera.ts'
import { Foot } from './foot.tsx'
import { FrameCard } from './frame-card.tsx'
import { LiveRegion } from './live-region.tsx'
import { ObjectTree } from './object-tree.tsx'
import { createPainter } from './painter.ts'
import { PodCard } from './pod-card.tsx'
import { StripCard } from './strip-card.tsx'
import { TrayCard } from './tray-card.tsx'
import { DnsCard, GateCard, IngressCard, InternetCard, ServicesGhost } from './traffic-cards.tsx'
import { useKeepInView } from './keep-in-view.ts'
import { useFading } from './use-fading.ts'
import { useFocus } from './use-focus.ts'
import './scene.css'

/** The card of each type of node is given that type's data (view/graph.ts). */
const nodeTypes = {
  strip: StripCard,
  internet: InternetCard,
  ingress: IngressCard,
  services: ServicesGhost,
  gate: GateCard,
  dns: DnsCard,
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
  const [pictures] = useState(createPictures)
  const [painter] = useState(createPainter)
  const measures = useMemo(() => measuresOf(size.width, size.height), [size])
  const picture = useCluster(({ world }) => pictures.of(world, measures, focus))
  const camera = useStoreApi()
  const fit = useFit(picture.layout, size)
  useKeepInView(fit.rest)
  useLentCamera(fit)
  const story = useView((state) => state.story)
  const shown = useFading(picture.nodes, useCluster(({ epoch }) => epoch))
  const nodes = useMemo(() => [...shown], [shown])
  const takeEdges = useCallback((canvas: HTMLCanvasElement | null) => painter.take('edges', canvas), [painter])
  const takeTraffic = useCallback((canvas: HTMLCanvasElement | null) => painter.take('traffic', canvas), [painter])
  useEffect(() => painter.follow(camera), [painter, camera])
  useEffect(() => painter.show(picture, focus), [painter, picture, focus])

  const pick = (event: MouseEvent) => {
    const dot = painter.dotNear(event.clientX, event.clientY)
    if (!dot) return
    event.stopPropagation()
    select({ request: dot.request })
  }
  const point = (event: PointerEvent) => {
    event.currentTarget.classList.toggle('on-dot', painter.dotNear(event.clientX, event.clientY) !== null)
  }
  const openContextMenu = (event: MouseEvent) => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key], [data-part]') : null
    const { key = '', part = '' } = card?.dataset ?? {}
    if (!card || (part === '' && !hasMenu(key))) return
    event.preventDefault()
    openMenuAt(part === '' ? { type: 'object', key } : { type: 'part', part }, { x: event.clientX, y: event.clientY, opener: card })
  }
  return (
    <div className="scene-shell" onClickCapture={pick} onPointerMove={point} tabIndex={-1} role="group" aria-label={t('picture')}>
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
        onNodeContextMenu={openContextMenu}
        onPaneClick={() => select(null)}
      />
      <canvas ref={takeEdges} aria-hidden="true" />
      <canvas ref={takeTraffic} aria-hidden="true" />
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
  /** By pixels. */
  readonly moveBy: (dx: number, dy: number) => void
  /** A person moved the camera: it stays where it is until they ask for all of it. */
  readonly letGo: () => void
  /** Back to the whole picture, unless a person moved the camera. */
  readonly rest: () => void
}

/** Shows all of the picture until a person moves the camera. */
function useFit({ fieldEnd, height, measures }: Layout, size: Size): Fit {
  const { setViewport, getViewport, zoomTo, getZoom } = useReactFlow()
  const [held, setHeld] = useState(true)
  const stripEnd = measures.strip ? measures.strip.rect.x + measures.strip.rect.w : fieldEnd
  const room = measures.room.w
  const whole = useMemo(() => ({ x: 0, y: 0, zoom: wholeZoom({ height, stripEnd, fieldEnd, room }, size) }), [height, stripEnd, fieldEnd, room, size])
  useEffect(() => {
    if (held) void setViewport(whole)
  }, [held, whole, setViewport])
  const letGo = () => setHeld(false)
  return {
    all: () => {
      setHeld(true)
      void setViewport(whole, { duration: cameraTime() })
    },
    zoom: (factor) => {
      letGo()
      void zoomTo(getZoom() * factor, { duration: cameraTime() })
    },
    moveBy: (dx, dy) => {
      letGo()
      const { x, y, zoom } = getViewport()
      void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: cameraTime() })
    },
    letGo,
    rest: () => {
      if (held) void setViewport(whole, { duration: cameraTime() })
    },
  }
}

function useLentCamera({ all, moveBy }: Fit): void {
  const latest = useRef({ fit: all, moveBy })
  useEffect(() => {
    latest.current = { fit: all, moveBy }
  }, [all, moveBy])
  useEffect(() => lendCamera({ fit: () => latest.current.fit(), moveBy: (dx, dy) => latest.current.moveBy(dx, dy) }), [])
}

const largestZoom = 1.6

interface Extent {
  readonly height: number
  readonly stripEnd: number
  readonly fieldEnd: number
  /** Width that the panel at the right leaves to the field. */
  readonly room: number
}

/** The picture's own size, smaller where it does not fit; larger where there is room beside the panel at the right. */
function wholeZoom(picture: Extent, size: Size): number {
  const fitting = Math.min((size.width - margin) / picture.stripEnd, picture.room / picture.fieldEnd, size.height / picture.height)
  const larger = Math.min(fitting, largestZoom, picture.room / picture.stripEnd)
  // Text is sharpest at its own size: a little more or less is not worth it.
  if (fitting < 0.99) return fitting
  return larger < 1.08 ? 1 : larger
}

const cameraTime = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 280)
