/* What the server sends with the page, what the page holds, and the parts of plotly.js, MapLibre and Dash that it uses. */
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";

// -- the data of the page (dashboard/index.py: boot_data) ------------------------------------------------------------------
export interface ParamSpec {
  name: string;
  title: string;
  kind: "number" | "integer" | "choice" | "several";
  default: string;
  low: number;
  high: number;
  allowed: string;
  unit: string;
  options: string[];
  /** Its texts in the ready variants; empty for what is no number. */
  variants: Record<string, string>;
  presets: { value: number; note: string }[];
}
export interface LayerSpec {
  id: string;
  title: string;
  group: string;
  shortcut: string;
  follows_line: boolean;
  derives_from: string[];
  /** The guarantee that, shown alone, brings what rests forward; "" for none. */
  full_beside: string;
  /** Whether it has kinds that are notional. */
  notional: boolean;
  /** Whether the server knows a label of it, or what labels keep clear of. */
  labels: boolean;
  /** The colour of a guarantee by theme. */
  accent: Record<string, string> | null;
  params: ParamSpec[];
}
export type Bounds = [west: number, south: number, east: number, north: number];
export interface NamedView {
  bounds: Bounds;
  beside_legend: number;
  /** Of which visible layers it holds the extent. */
  fits: "all" | string[];
}
/** What stands on the map for a guarantee (layers/core/map_label.py); a layer without a label has what labels keep clear of. */
export interface LabelData {
  number?: number;
  name?: string;
  text?: string;
  places?: [lon: number, lat: number, km: number][];
  members?: [lon: number, lat: number][];
  members_called?: string;
  extent?: Bounds;
  /** Symbols and the line: where, and how far they reach in px. */
  clear: [lon: number, lat: number, half: number][];
  towns: [lon: number, lat: number][];
}
export interface Since {
  edition: string;
  corrections: { subject: string; before: string; now: string; text: string }[];
}
/** What the server says of the data shown: which kinds occur in each layer, of when the data of each scenario are, and what the
 * legend says of the kinds that it dates. */
export interface Known {
  kinds: Record<string, string[]>;
  dates: Record<string, [date: string, words: string]>[];
  labels: Record<string, string>;
  /** Layers that have notional features, by scenario. */
  notional: string[][];
}
/** What labels go by (layers/core/map_label.py: Placing). */
export interface Placing {
  gap_px: number; most_room_px: number; apart_px: number; town_px: [number, number];
  cover: number; town: number; spoken: number; foreign: number; own: number; beside: number; out_of_large: number; corner: number; room: number; stays: number;
  corner_share: number; sides: [number, number][]; nudges: [number, number][];
}
/** Dots nearer to each other than `same_place_px` are one place; a name is so much nearer to its own dot than to others. */
export interface NameRules { same_place_px: number; nearer_px: number }
export interface Embed {
  /** Width and height of the map to which the zoom of the view refers; null: this one's. */
  screen_px: [width: number, height: number] | null;
  /** Of the guarantees that can be seen, in a sentence. */
  summaries: Record<string, string>;
  sources: Record<string, CitedSource>;
}
export interface Boot {
  layers: LayerSpec[];
  legend: Record<string, string[]>;
  kinds: Record<string, string>;
  defaults: { layers: string[]; line: string; title: string };
  scenario: PlainScenario;
  styles: Record<string, MapStyle>;
  /** Style layers that are drawn only for what is hovered or chosen, by theme. */
  on_demand: Record<string, StyleLayer[]>;
  /** The labels of the first view, where the server need not build that first. */
  labels?: Record<string, LabelData> | null;
  figure: { data: unknown[]; layout: Record<string, unknown> };
  config: Record<string, unknown>;
  /** What views must hold of the layers shown at first, by layer. */
  extents: Record<string, Bounds>;
  zoom: { closest: number; accuracy_from: number; accuracy_km: number };
  /** How labels and names find their places (layers/core/map_label.py, layers/style/rows.py). */
  placing: Placing & NameRules;
  views: Record<string, NamedView> & { home: NamedView };
  dates: Record<string, string>;
  /** The line of another date beside the map's own: its layer, the parameter that holds the date, and what the legend says
   * of its kinds, by layer and kind: where the date is before that of the map's line, and where it is after it. */
  reference_line: { layer: string; parameter: string; labels: Record<string, [since: string, by: string]> } | null;
  problems: string[];
  max_file_bytes: number;
  edition: number;
  /** Which kinds occur in each layer, and of when its data are, where the server need not build that first. */
  known?: Known | null;
  present: Briefing | null;
  since?: Since | null;
  /** Of a frame on a page of others (dashboard/http/embed_routes.py). */
  embed?: Embed;
  /** Who may show such a frame (settings.py: EMBED_ANCESTORS). */
  embed_ancestors?: string;
}

// -- the scenario ------------------------------------------------------------------------------------------------------------
/** Of the two on the map; a third to a sixth have letters too, and stand in small maps. */
export type Side = "a" | "b";
export interface View {
  lon: number;
  lat: number;
  zoom: number;
}
/** What belongs to one scenario; `params` holds the texts of those parameters that differ from their defaults. */
export interface Choice {
  layers: Set<string>;
  line: string;
  title: string;
  /** What it is called among those compared; empty: its letter alone. */
  name: string;
  params: Record<string, string>;
}
export interface PlainChoice {
  layers: string[];
  line: string;
  title: string;
  name?: string;
  params: Record<string, string>;
}
/** What a layer's data may depend on. */
export interface DataChoice {
  layers: Iterable<string>;
  line: string;
  params: Record<string, string>;
}
/** A whole scenario as a plain value: history, files and the server hold it so. */
export interface PlainScenario extends PlainChoice {
  view: View | null;
  theme: string;
  compare: PlainChoice | null;
  /** A third to a sixth to compare with. */
  more?: PlainChoice[];
  side?: Side;
}
/** The one state of the page: the scenario being edited, what both share, and what the page is doing. */
export interface State extends Choice {
  view: View | null;
  theme: string;
  side: Side;
  /** The scenario beside the one being edited, or null. */
  other: Choice | null;
  /** A third to a sixth to compare with: in small maps, not on the map. */
  more: PlainChoice[];
  /** The scene of a briefing that is on screen, or null. */
  scene: Scene | null;
  /** Whether the measure tool has the map's clicks. */
  measuring: boolean;
}
export type StateKey = keyof State;

// -- briefings as the server serializes them (briefings/) ----------------------------------------------------------------------
export interface TextRun {
  text: string;
  bold?: boolean;
  italic?: boolean;
  href?: string | null;
}
export interface SceneFeature {
  layer: string;
  feature_id: string;
  kind?: string;
}
export interface Callout {
  text: string;
  lon: number;
  lat: number;
  to: Direction;
  offset_pct: number;
}
export type Direction = "n" | "ne" | "e" | "se" | "s" | "sw" | "w" | "nw";
export interface SceneSource {
  title: string;
  publisher: string;
  date: string;
  url?: string | null;
}
/** Rows that a scene's kind makes of the map's data (`briefings/serialize.py`); each cell is runs. */
export interface SceneTable {
  columns: string[];
  rows: TextRun[][][];
}
export interface Scene {
  kind?: string;
  /** False for a scene of words alone; left out in data of older decks. */
  has_map?: boolean;
  table?: SceneTable | null;
  id: string;
  title: string;
  bullets: TextRun[][];
  notes: TextRun[][];
  timeline: { date: string; day: string; text: TextRun[] }[];
  sources: SceneSource[];
  assumptions?: string[];
  highlights: SceneFeature[];
  callouts: Callout[];
  /** Whether the guarantees have their numbers and names on the map; left out in data of older decks. */
  labels?: boolean;
  /** What the scene speaks of: its names find room first. */
  places?: ScenePlace[];
  live?: Live | null;
  /** False where nothing notional is shown. */
  notional?: boolean;
  bounds: Bounds | null;
  line: string;
  preview: string;
  state: PlainScenario;
}
export interface ScenePlace {
  layer: string;
  /** Those that carry the name: an area may have it at one of several points. */
  feature_ids: string[];
  lon: number;
  lat: number;
}
/** A parameter that can be moved while its scene is presented. */
export interface Live {
  key: string;
  title: string;
  unit: string;
  low: number;
  high: number;
  step: number;
  value: string;
  /** The scene as a file has it; the server is asked for it under another value. */
  scene?: DraftScene;
  /** In a file opened from disk: the scene under each other value that the slider has there. */
  scenes?: Record<string, Scene>;
}
export interface Briefing {
  id: string;
  title: string;
  marking: string;
  notice: string;
  scenes: Scene[];
}
export interface Outline {
  name: string;
  title: string;
  scenes: number;
}

// -- briefings being made, in the words of the YAML; a person's file may hold anything, so nothing in it is trusted -------------
export interface DraftFeature {
  layer: string;
  feature_id: string;
}
export interface DraftCallout {
  text?: string;
  at?: { lon?: number | string; lat?: number | string; layer?: string; feature_id?: string };
  to?: Direction;
  offset_pct?: number;
}
export interface DraftScene {
  id?: string;
  title?: string;
  bullets?: string[];
  notes?: string;
  sources?: string[];
  highlights?: DraftFeature[];
  callouts?: DraftCallout[];
  timeline?: unknown[];
  /** Of a scene that compares: the other scenario, and what both are called. */
  kind?: string;
  against?: Record<string, unknown>;
  names?: string[];
  scenario?: Record<string, unknown>;
}
export interface Draft {
  schema_version?: number;
  id?: string;
  title?: string;
  author?: string;
  date?: string;
  marking?: string;
  scenes: DraftScene[];
}
export interface Fault {
  /** From 1; null: of the briefing itself. */
  scene: number | null;
  field: string;
  said: string;
  text: string;
}
export type DraftNews = "opened" | "changed" | "redrawn" | "saved" | "parted" | "others" | "newer" | "deleted" | "same";

// -- the map ---------------------------------------------------------------------------------------------------------------------
/** An expression or value of a style: a number, a text, or an array that computes one. */
export type StyleValue = any;
export interface StyleLayer {
  id: string;
  type: "background" | "fill" | "line" | "symbol" | "circle";
  source?: string;
  filter?: StyleValue;
  layout?: Record<string, StyleValue>;
  paint?: Record<string, StyleValue>;
  minzoom?: number;
  metadata?: { layer: string; kind: string; placed?: number; tried?: StyleValue; hover?: boolean; never_dimmed?: boolean; covers?: boolean; full?: Record<string, number>; on_demand?: boolean };
}
export interface MapStyle {
  version: number;
  sources: Record<string, Record<string, StyleValue>>;
  layers: StyleLayer[];
  sprite?: string;
  transition?: { duration: number; delay: number };
}
export interface Pixel {
  x: number;
  y: number;
}
export interface LngLat {
  lng: number;
  lat: number;
}
export interface MapFeature {
  properties: Record<string, any>;
  layer: StyleLayer & { metadata: { layer: string; kind: string } };
}
export interface MapEvent {
  lngLat: LngLat;
  point: Pixel;
  originalEvent: MouseEvent;
  target: LiveMap;
  /** Set by the page: which of its maps it happened on. */
  view: import("./map/map_view.js").MapView;
}
export interface GeoSource {
  setData(data: string | FeatureCollection): void;
  on(event: string, listener: (event: { sourceDataType?: string; tile?: unknown }) => void): void;
}
export interface Handler {
  enable(): void;
  disable(): void;
  disableRotation(): void;
}
/** The parts of a MapLibre map that the page uses. */
export interface LiveMap {
  addLayer(layer: StyleLayer, before?: string): void;
  removeLayer(id: string): void;
  getLayer(id: string): unknown;
  addSource(id: string, source: Record<string, unknown>): void;
  removeSource(id: string): void;
  getSource(id: string): GeoSource | undefined;
  isSourceLoaded(id: string): boolean;
  hasImage(name: string): boolean;
  addImage(name: string, image: ImageData, options: { pixelRatio: number }): void;
  updateImage(name: string, image: ImageData): void;
  setSprite(url: string): void;
  setFeatureState(feature: { source: string; id: string }, state: Record<string, unknown>): void;
  getStyle(): MapStyle | undefined;
  getPaintProperty(layer: string, name: string): StyleValue;
  setPaintProperty(layer: string, name: string, value: StyleValue): void;
  getLayoutProperty(layer: string, name: string): StyleValue;
  setFilter(layer: string, filter: StyleValue): void;
  setLayoutProperty(layer: string, name: string, value: StyleValue): void;
  queryRenderedFeatures(where: [number, number] | [[number, number], [number, number]], options?: { layers: string[] }): MapFeature[];
  querySourceFeatures(source: string, options?: { filter: StyleValue }): { properties: Record<string, any> }[];
  project(place: [number, number]): Pixel;
  unproject(point: [number, number]): LngLat;
  getCenter(): LngLat;
  getZoom(): number;
  setMinZoom(zoom: number): void;
  setMaxZoom(zoom: number): void;
  jumpTo(to: { center: [number, number]; zoom: number }): void;
  easeTo(to: { zoom: number; duration: number }): void;
  flyTo(to: { center: [number, number]; zoom: number; duration: number; essential: boolean }): void;
  setPixelRatio(ratio: number): void;
  redraw(): unknown;
  triggerRepaint(): void;
  loaded(): boolean;
  getCanvas(): HTMLCanvasElement;
  getContainer(): HTMLElement;
  isMoving(): boolean;
  on(event: string, listener: (event: any) => void): void;
  once(event: string): Promise<unknown>;
  once(event: string, listener: (event: any) => void): void;
  fire(event: string, detail: Record<string, unknown>): void;
  dragRotate: Handler;
  touchZoomRotate: Handler;
  touchPitch?: Handler;
  keyboard: Handler;
  doubleClickZoom: Handler;
  cooperativeGestures?: Handler;
}
/** A feature that lies under a point, as the map drew it. */
export interface FoundFeature {
  layer: string;
  feature_id: string;
  name: string;
  type: string;
  kind: string;
  status: string;
  measure?: string;
  note?: string;
  source?: string;
  as_of: string;
  geometry?: Geometry;
}
export interface FeatureName {
  layer: string;
  feature_id: string;
  name: string;
}
export interface GraphDiv extends HTMLElement {
  _fullLayout?: { width: number; height: number; map?: { _subplot?: { map?: LiveMap } } };
}
export interface PlotlyMap {
  newPlot(plot: GraphDiv, data: unknown[], layout: Record<string, unknown>, config: Record<string, unknown>): Promise<unknown>;
  relayout(plot: GraphDiv, update: Record<string, unknown>): Promise<unknown>;
}

// -- a file that was opened from disk -------------------------------------------------------------------------------------------
export interface Pack {
  fonts: { faces: { family: string; style: string; weight: string; file: string }[]; files: Record<string, string> };
  boot: Boot;
  data: Record<string, Labelled>;
  labels: Record<string, LabelData>;
  sprites: Record<string, { index: Record<string, { x: number; y: number; width: number; height: number; pixelRatio: number }>; sheet: string }>;
  swatches: Record<string, Record<string, string>>;
  sources: Record<string, CitedSource>;
}
export interface CitedSource { title: string; publisher: string; date: string; url?: string | null; assumed: boolean }
/** A layer's data with what the legend says of the kinds that it dates. */
export type Labelled = FeatureCollection & { labels: Record<string, string> };
export interface Inline {
  pack: Pack;
  data(id: string, query: string): Labelled;
  /** By layer and query, as the data. */
  label(key: string): LabelData | null;
  addImages(map: LiveMap, theme: string): void;
}

// -- Dash and the events of the page ----------------------------------------------------------------------------------------------
export interface DashClientside {
  set_props(id: string, props: Record<string, unknown>): void;
  no_update: unknown;
  callback_context: { triggered: { prop_id: string }[] };
  [namespace: string]: unknown;
}
declare global {
  interface Window {
    Plotly: PlotlyMap;
    dash_clientside: DashClientside;
    /** For tests and consoles only (handle.js). */
    guarantees: Record<string, unknown>;
  }
  interface DocumentEventMap {
    "map-live": CustomEvent<undefined>;
    "map-move": CustomEvent<LiveMap>;
    "map-click": CustomEvent<MapEvent>;
    "map-mousemove": CustomEvent<MapEvent>;
    "map-mouseout": CustomEvent<MapEvent | undefined>;
    "present-left": CustomEvent<undefined>;
    "members-outside": CustomEvent<{ layer: string; outside: number; called: string; members: [lon: number, lat: number][] }>;
    /** A place that was clicked or found; null: what is shown is none, or no longer. */
    "place": CustomEvent<(LngLat & { focus?: boolean }) | null>;
    "guarantee-label": CustomEvent<{ layer: string; side: Side }>;
  }
  interface WindowEventMap {
    "map-click": CustomEvent<MapEvent>;
  }
}
export type { Feature, FeatureCollection, Geometry, Position };
