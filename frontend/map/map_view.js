/* One live map of one scenario: Plotly opens it, the MapLibre object inside draws it.
   Measured (docs/performance.md): showing and hiding by paint opacity on that object is several times faster than a
   restyle. Where that object cannot be reached (map/plotly.js), the map falls back to relayout. */
import { root } from "../dom.js";
import { base, boot, layerById, layerOrder } from "../state/boot.js";
import { inline } from "../state/inline.js";
import { dataUrl, of, onlyInUrl, showsOnlyIn, state, theme } from "../state/scenario.js";
import { coverOf, watchCover } from "./cover.js";
import { firstLayers } from "./first_layers.js";
import { markOn } from "./mark.js";
import { NameRoom } from "./name_room.js";
import { drawLess, fitPlot, holdDrawing, isMac, isOpen, keepGround, leaveScrolling, openPlot, relayout, rendererOf, showNamesAtOnce, watchFrames } from "./plotly.js";
import { guideNames, placedSymbols, placeNamesAgain } from "./plotly_names.js";
import { isSoftware, movingRatio } from "./renderer.js";
import { Sharpness } from "./sharpness.js";
import { Warm } from "./warm.js";
import { t } from "../state/words.js";

/** @typedef {import("../types").LiveMap} LiveMap */
/** @typedef {import("../types").StyleLayer} StyleLayer */
/** @typedef {import("../types").FoundFeature} FoundFeature */

const ONLY_IN = "only_in"; // ground that only one of two covers: layers/core/only_in.py
/** @type {import("../types").FeatureCollection} */
const NOTHING = { type: "FeatureCollection", features: [] };
/** @param {string} id @param {import("../types").Choice} scenario */
const addressOf = (id, scenario) => (id === ONLY_IN ? onlyInUrl() : dataUrl(id, scenario));

/** @type {Record<string, string[]>} */
const OPACITY = { background: [], fill: ["fill-opacity"], line: ["line-opacity"], symbol: ["icon-opacity", "text-opacity"] };
const spec = () => boot.styles[theme()];
/** @param {StyleLayer} layer */
const opacities = (layer) => OPACITY[layer.type];
/** @param {StyleLayer} layer */
const isText = (layer) => layer.id.endsWith("/text");

/** The layers whose ground one of those shown draws in their stead (layers/style/rows.py: redrawn). @param {Set<string>} shown */
const redrawn = (shown) => new Set(boot.layers.filter(({ id }) => shown.has(id)).flatMap(({ derives_from: of }) => of));

/** The opacity of a layer that nothing brings forward: what rests is full while the map speaks of it (layers/style/rows.py: speaks_of).
 * @param {StyleLayer} layer @param {string} name @param {{ layers: Set<string> }} scenario @returns {import("../types").StyleValue} */
export function atRest({ metadata, paint }, name, { layers }) {
  if (metadata?.covers && redrawn(layers).has(metadata.layer)) return 0;
  const full = metadata?.full?.[name], beside = metadata && layerById[metadata.layer]?.full_beside;
  if (full === undefined || !beside) return paint?.[name] ?? 1;
  const shown = boot.layers.filter(({ id, group }) => group === "guarantee" && layers.has(id));
  return shown.length === 1 && shown[0].id === beside ? full : paint?.[name] ?? 1;
}

/** In a frame on a page of others: how to move the map there. */
const SCROLLING = { wheel: `To zoom the map, hold ${isMac ? "Cmd" : "Ctrl"} while you scroll`, touch: "To move the map, use two fingers" };

/** The page says whether what is on screen is final: `data-map` is "moving" or "sharp". @type {Set<MapView>} */
const moving = new Set();
/** @param {MapView} view @param {boolean} sharp */
function declare(view, sharp) {
  moving[sharp ? "delete" : "add"](view);
  root.dataset.map = moving.size ? "moving" : "sharp";
}

export class MapView {
  /** @type {LiveMap | null} */
  map = null;
  ready = false; // before its style is loaded, a map can neither be asked nor told anything
  /** What each layer's data were fetched from. @type {Record<string, string | import("../types").FeatureCollection>} */
  #fetched = {};
  /** Where there is no graphics processor. @type {Sharpness | null} */
  #sharpness = null;

  /** @param {import("../types").Side} side @param {import("../types").GraphDiv} plot */
  constructor(side, plot) {
    this.side = side;
    this.plot = plot;
  }

  get scenario() { return of(this.side) ?? state; }
  /** @param {string} id */
  #has(id) { return id === "ground" || (id === ONLY_IN ? showsOnlyIn() : this.scenario.layers.has(id)); }
  /** @param {{ metadata?: { layer: string } }} layer */
  #shown(layer) { return !layer.metadata || this.#has(layer.metadata.layer); }
  /** @param {StyleLayer} layer @param {string} name */
  #wanted(layer, name) { return this.#shown(layer) ? atRest(layer, name, this.scenario) : 0; }

  /** The MapLibre style of the scenario: theme's style, addresses of the data, hidden layers at opacity 0. */
  #style({ opened = true, first = /** @type {Map<unknown, string>} */ (new Map()) } = {}) {
    const made = structuredClone(spec());
    if (inline) delete made.sprite; else made.sprite = location.origin + base + made.sprite;
    for (const [id, source] of Object.entries(made.sources)) {
      // What is hidden can wait until the map is on screen; `open` fetches it then, before anybody asks for it.
      const now = opened || this.#has(id);
      this.#fetched[id] = now ? addressOf(id, this.scenario) : "";
      source.data = first.get(this.#fetched[id]) || this.#fetched[id] || NOTHING;
    }
    for (const layer of made.layers)
      for (const name of opacities(layer)) (layer.paint ??= {})[name] = this.#wanted(layer, name);
    return made;
  }
  #relayout() { return relayout(this.plot, { "map.style": this.#style() }); }

  /** Open the map at a view; resolves when all of it is drawn. `listen` is called as soon as there is a map.
   * @param {import("../types").View} view @param {(map: LiveMap) => void} listen */
  async open(view, listen) {
    const layout = /** @type {Record<string, any>} */ (structuredClone(boot.figure.layout));
    layout.map = { ...layout.map, style: this.#style({ opened: false, first: await firstLayers }), center: { lon: view.lon, lat: view.lat }, zoom: view.zoom };
    layout.width = this.plot.clientWidth;
    layout.height = this.plot.clientHeight;
    const { map, drawn } = await openPlot(this.plot, structuredClone(boot.figure.data), layout, boot.config);
    this.map = map;
    if (!map) return drawn;
    if (boot.embed) leaveScrolling(map, SCROLLING);
    showNamesAtOnce(map);
    guideNames(map, {
      isOut: (layer) => !this.#shown(layer),
      room: (size) => new NameRoom(size, coverOf(this.plot), boot.placing),
    });
    const letDraw = holdDrawing(map); // nobody sees these frames, and drawing them is most of the work without a GPU
    map.getCanvas().setAttribute("aria-label", t("Map of Ukraine with the visible layers. Arrow keys pan, plus and minus zoom."));
    map.dragRotate.disable();
    map.touchZoomRotate.disableRotation();
    map.touchPitch?.disable();
    map.keyboard.disableRotation();
    map.keyboard.enable();
    map.setMinZoom(1); // as layers/core/scenario.py: ZOOM_RANGE
    map.setMaxZoom(boot.zoom.closest);
    listen(map);
    if (inline) map.once("style.load", () => inline?.addImages(map, theme()));
    if (!map.loaded()) await map.once("load");
    const software = isSoftware(rendererOf(map)), isCoarse = () => this.#sharpness?.coarse ?? false;
    letDraw();
    if (software) {
      keepGround(map, "ground", isCoarse);
      drawLess(map, isCoarse);
    }
    map.redraw(); // at once: the next animation frame waits for the page's, which takes long without a GPU
    this.ready = true;
    this.#drawWhole(map);
    declare(this, true);
    watchCover(this.plot, () => placeNamesAgain(map));
    if (software) this.#coarseWhileMoving(map);
    setTimeout(() => this.follow([]));
  }

  /** Without a graphics processor the time of a frame goes with its pixels. */
  #coarseWhileMoving(/** @type {LiveMap} */ map) {
    let gains = true;
    const isDrawing = watchFrames(map, {
      begins: (frame, size, sharp) => {
        const ratio = movingRatio(size, sharp);
        gains = ratio < sharp;
        return made.begins(frame) ? ratio : sharp;
      },
      ends: () => made.ends(),
    });
    const made = new Sharpness({
      repaint: () => map.triggerRepaint(),
      declare: (sharp) => declare(this, sharp),
      isBusy: () => map.isMoving() || Boolean(isDrawing?.()), // a canvas that is still drawn on is resized only after a wait
      gains: () => gains,
    });
    if (!isDrawing) return;
    this.#sharpness = made;
    map.on("move", () => made.stir());
  }
  get sharp() { return this.#sharpness?.sharp ?? true; }
  async whenSharp() { await this.#sharpness?.whenSharp(); }

  /** New data comes tile by tile, and MapLibre would draw a frame after each: up to four for one step of a slider, of
      100 ms each without a GPU, and half of the change in the first. So frames wait until the last tile is there. */
  #drawWhole(/** @type {LiveMap} */ map) {
    const draw = map.triggerRepaint.bind(map);
    /** @type {Set<string>} */
    const coming = new Set();
    let wanted = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let limit;
    /** @param {string} id */
    const arrived = (id) => {
      coming.delete(id);
      if (coming.size) return;
      clearTimeout(limit);
      if (wanted) draw();
      wanted = false;
    };
    /** @param {string} id */
    const loaded = (id) => { if (coming.has(id) && map.isSourceLoaded(id)) arrived(id); };
    map.triggerRepaint = () => { if (coming.size) wanted = true; else draw(); };
    for (const id of layerOrder)
      map.getSource(id)?.on("data", ({ sourceDataType: what, tile }) => {
        if (what === "metadata") { // comes just before the content, and before the map itself hears of either
          coming.add(id);
          if (this.#has(id)) this.#sharpness?.stir();
          clearTimeout(limit);
          limit = setTimeout(() => [...coming].forEach(arrived), 150);
        } else if (what === "content" || tile) queueMicrotask(() => loaded(id));
      });
  }

  /** Follow the scenario: opacity of layers, addresses of data, colours. Only what differs is touched.
   * @param {import("../types").StateKey[]} keys */
  follow(keys) {
    if (!this.map) return void (isOpen(this.plot) && this.#relayout());
    if (!this.ready) return; // `open` follows once more when it is
    if (keys.includes("theme")) this.#followTheme(this.map);
    const onlyData = keys.length > 0 && keys.every((key) => key === "params" || key === "line" || key === "name");
    if (!onlyData) this.#followLayers(this.map);
    this.#followData(this.map);
  }

  #followLayers(/** @type {LiveMap} */ map) {
    let changed = false;
    for (const layer of spec().layers) {
      for (const name of opacities(layer)) {
        const value = this.#wanted(layer, name);
        if (JSON.stringify(map.getPaintProperty(layer.id, name) ?? 1) === JSON.stringify(value)) continue;
        this.#sharpness?.stir();
        map.setPaintProperty(layer.id, name, value);
        changed = true;
      }
    }
    if (changed) placeNamesAgain(map); // what is hidden pushes no names away
  }

  /** Colours and symbols; opacities and data follow by themselves. */
  #followTheme(/** @type {LiveMap} */ map) {
    this.#sharpness?.stir();
    const { layers, sprite } = spec();
    for (const layer of layers)
      for (const [name, value] of Object.entries(layer.paint ?? {}))
        if (!opacities(layer).includes(name)) map.setPaintProperty(layer.id, name, value);
    if (inline) inline.addImages(map, theme()); else if (sprite) map.setSprite(location.origin + base + sprite);
  }

  /** Fetch again only the layers whose address changed; MapLibre drops what a newer address has overtaken. */
  #followData(/** @type {LiveMap} */ map) {
    for (const id of [...layerOrder, ONLY_IN]) {
      if (layerById[id]?.derives_from.length && !this.#has(id)) continue; // each step of a slider would fetch it unseen
      const url = addressOf(id, this.scenario);
      if (this.#fetched[id] === url) continue;
      this.#fetched[id] = url;
      map.getSource(id)?.setData(url || NOTHING);
    }
  }

  /** What lies under a point on screen: visible, interactive shapes, topmost first, each feature once.
   * @param {import("../types").Pixel} point @param {number} [reach] in px @returns {FoundFeature[]} */
  under(point, reach = 5) {
    if (!this.map || !this.ready) return [];
    const layers = spec().layers.filter((l) => l.metadata?.hover && this.#shown(l) && !isText(l)).map((l) => l.id);
    const found = this.map.queryRenderedFeatures([[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]], { layers });
    const exact = new Set(this.map.queryRenderedFeatures([point.x, point.y], { layers }).map((f) => f.properties.feature_id));
    /** @type {Map<string, FoundFeature>} */
    const seen = new Map();
    for (const f of found) {
      // A finger or mouse may miss a point or a line by a few pixels, but an area is under it or not.
      if (f.layer.type === "fill" && !exact.has(f.properties.feature_id)) continue;
      if (!seen.has(f.properties.feature_id))
        seen.set(f.properties.feature_id, /** @type {FoundFeature} */ ({ layer: f.layer.metadata.layer, type: f.layer.type, ...f.properties }));
    }
    /** @type {Record<string, number>} */
    const rank = { symbol: 0, line: 1, fill: 2 };
    return [...seen.values()].map((f, i) => /** @type {const} */ ([f, i])).sort(([a, i], [b, j]) => rank[a.type] - rank[b.type] || i - j).map(([feature]) => feature);
  }

  /** Names and symbols as they stand on the map. */
  placed() { return this.map && this.ready ? placedSymbols(this.map) : []; }

  /** Draw an outline round one feature, or none. @param {string | null} layer @param {string | null} featureId */
  highlight(layer, featureId) {
    if (!this.map || !this.ready) return;
    for (const id of ["highlight-line", "highlight-point"]) if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (!featureId || !layer || !this.map.getSource(layer)) return;
    const ink = theme() === "dark" ? "#ffffff" : "#111111";
    /** @param {string} type @param {"==" | "!="} is */
    const only = (type, is) => ["all", ["==", ["get", "feature_id"], featureId], [is, ["geometry-type"], type]];
    this.map.addLayer({ id: "highlight-line", type: "line", source: layer, filter: only("Point", "!="),
      paint: { "line-color": ink, "line-width": 2.4 } });
    this.map.addLayer({ id: "highlight-point", type: "circle", source: layer, filter: only("Point", "=="),
      paint: { "circle-radius": 14, "circle-opacity": 0, "circle-stroke-color": ink, "circle-stroke-width": 2.4 } });
  }

  /** @param {import("geojson").Geometry | null} shape */
  mark(shape) { if (this.map && this.ready) markOn(this.map, shape); }

  #warm = new Warm();
  /** What is under the mouse, or chosen, is drawn in full. @param {"hovered" | "chosen"} how @param {import("../types").FeatureName | null} feature */
  warm(how, feature) {
    if (this.map && this.ready) this.#warm.take(this.map, how, feature && this.#has(feature.layer) ? feature : null);
  }
  /** Let names find their room again: something moved that lies over the map. */
  placeNamesAgain() { if (this.map && this.ready) placeNamesAgain(this.map); }

  resize() { return fitPlot(this.plot); }
}
