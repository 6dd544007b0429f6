/* One live map of one scenario: Plotly opens it, the MapLibre object inside draws it.
   Measured (docs/performance.md): showing and hiding by paint opacity on that object is several times faster than a
   restyle. The object is not public API of plotly.js, so every use is guarded and falls back to relayout. */
import { g } from "../state/page.js";

const OPACITY = { background: [], fill: ["fill-opacity"], line: ["line-opacity"], symbol: ["icon-opacity", "text-opacity"] };
const COARSE = 0.1;
const spec = () => g.boot.styles[g.theme()];
const opacities = (layer) =>
  OPACITY[layer.type].filter((name) => layer.type !== "symbol" || layer.layout[name.startsWith("icon") ? "icon-image" : "text-field"]);
const isText = (layer) => layer.id.endsWith("/text") && layer.metadata.layer !== "ground";

g.MapView = class {
  map = null;
  ready = false; // before its style is loaded, a map can neither be asked nor told anything
  #fetched = {};

  constructor(side, plot) {
    this.side = side;
    this.plot = plot;
  }

  get scenario() { return g.of(this.side) ?? g.state; }
  #shown(layer) { return !layer.metadata || layer.metadata.layer === "ground" || this.scenario.layers.has(layer.metadata.layer); }
  #wanted(layer, name) { return this.#shown(layer) ? layer.paint?.[name] ?? 1 : 0; }

  /** The MapLibre style of the scenario: theme's style, addresses of the data, hidden layers at opacity 0. */
  #style({ opened = true } = {}) {
    const made = structuredClone(spec());
    if (g.inline) delete made.sprite; else made.sprite = location.origin + g.base + made.sprite;
    for (const [id, source] of Object.entries(made.sources)) {
      // What is hidden can wait until the map is on screen; `open` fetches it then, before anybody asks for it.
      const now = opened || id === "ground" || this.scenario.layers.has(id);
      this.#fetched[id] = now ? g.dataUrl(id, this.scenario) : "";
      source.data = this.#fetched[id] || { type: "FeatureCollection", features: [] };
    }
    for (const layer of made.layers) {
      for (const name of opacities(layer)) (layer.paint ??= {})[name] = this.#wanted(layer, name);
      if (isText(layer) && !this.#shown(layer)) layer.layout.visibility = "none";
    }
    return made;
  }
  #relayout() { return Plotly.relayout(this.plot, { "map.style": this.#style() }); }

  /** Open the map at a view; resolves when all of it is drawn. `listen` is called as soon as there is a map. */
  async open(view, listen) {
    const layout = structuredClone(g.boot.figure.layout);
    layout.map = { ...layout.map, style: this.#style({ opened: false }), center: { lon: view.lon, lat: view.lat }, zoom: view.zoom };
    layout.width = this.plot.clientWidth;
    layout.height = this.plot.clientHeight;
    const opened = Plotly.newPlot(this.plot, structuredClone(g.boot.figure.data), layout, g.boot.config);
    const reach = () => this.plot._fullLayout?.map?._subplot?.map ?? null;
    for (let tries = 0; !reach() && tries < 200; tries++) await new Promise((next) => setTimeout(next, 10));
    const map = (this.map = reach());
    if (!map) return opened;
    map._fadeDuration = 0; // names need not fade in: the picture shows them already
    map.setPixelRatio(COARSE); // nobody sees these frames, and drawing them is most of the work without a GPU
    map.getCanvas().setAttribute("aria-label", "Map of Ukraine with the visible layers. Arrow keys pan, plus and minus zoom.");
    map.dragRotate.disable();
    map.touchZoomRotate.disableRotation();
    map.touchPitch?.disable();
    map.keyboard.disableRotation();
    map.keyboard.enable();
    map.setMinZoom(1); // as layers/scenario.py: ZOOM_RANGE
    map.setMaxZoom(12);
    listen(map);
    if (g.inline) map.once("style.load", () => g.inline.addImages(map, g.theme()));
    if (!map.loaded()) await map.once("load");
    map.setPixelRatio(devicePixelRatio);
    await map.once("render");
    this.ready = true;
    this.#drawWhole();
    setTimeout(() => this.follow([]));
  }

  /** New data comes tile by tile, and MapLibre would draw a frame after each: up to four for one step of a slider, of
      100 ms each without a GPU, and half of the change in the first. So frames wait until the last tile is there. */
  #drawWhole() {
    const { map } = this, draw = map.triggerRepaint.bind(map), coming = new Set();
    let wanted = false, limit = 0;
    const arrived = (id) => {
      coming.delete(id);
      if (coming.size) return;
      clearTimeout(limit);
      if (wanted) draw();
      wanted = false;
    };
    const loaded = (id) => { if (coming.has(id) && map.isSourceLoaded(id)) arrived(id); };
    map.triggerRepaint = () => { if (coming.size) wanted = true; else draw(); };
    for (const id of g.order)
      map.getSource(id)?.on("data", ({ sourceDataType: what, tile }) => {
        if (what === "metadata") { // comes just before the content, and before the map itself hears of either
          coming.add(id);
          clearTimeout(limit);
          limit = setTimeout(() => [...coming].forEach(arrived), 150);
        } else if (what === "content" || tile) queueMicrotask(() => loaded(id));
      });
  }

  /** Follow the scenario: opacity of layers, addresses of data, colours. Only what differs is touched. */
  follow(keys) {
    if (!this.map) return this.plot._fullLayout && this.#relayout();
    if (!this.ready) return; // `open` follows once more when it is
    if (keys.includes("theme")) this.#followTheme();
    const onlyData = keys.length > 0 && keys.every((key) => key === "params" || key === "line");
    if (!onlyData) this.#followLayers();
    this.#followData();
  }

  #followLayers() {
    for (const layer of spec().layers) {
      for (const name of opacities(layer)) {
        const value = this.#wanted(layer, name);
        if (JSON.stringify(this.map.getPaintProperty(layer.id, name) ?? 1) !== JSON.stringify(value))
          this.map.setPaintProperty(layer.id, name, value);
      }
    }
    // Names at opacity 0 would still push away others, so they are taken out, but only once the frame is drawn.
    clearTimeout(this.textTimer);
    this.textTimer = setTimeout(() => this.#followTexts(), 120);
  }
  #followTexts() {
    for (const layer of spec().layers) {
      if (!isText(layer)) continue;
      const value = this.#shown(layer) ? "visible" : "none";
      if ((this.map?.getLayoutProperty(layer.id, "visibility") ?? "visible") !== value) this.map?.setLayoutProperty(layer.id, "visibility", value);
    }
  }

  #followTheme() {
    const made = this.#style();
    for (const layer of made.layers)
      for (const [name, value] of Object.entries(layer.paint ?? {})) this.map.setPaintProperty(layer.id, name, value);
    if (g.inline) g.inline.addImages(this.map, g.theme()); else this.map.setSprite(made.sprite);
  }

  /** Fetch again only the layers whose address changed; MapLibre drops what a newer address has overtaken. */
  #followData() {
    for (const id of g.order) {
      const url = g.dataUrl(id, this.scenario);
      if (this.#fetched[id] === url) continue;
      this.#fetched[id] = url;
      this.map.getSource(id)?.setData(url);
    }
  }

  /** What lies under a point on screen: visible, interactive shapes, topmost first, each feature once. */
  under(point, reach = 5) {
    if (!this.ready) return [];
    const layers = spec().layers.filter((l) => l.metadata?.hover && this.#shown(l) && !isText(l)).map((l) => l.id);
    const found = this.map.queryRenderedFeatures([[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]], { layers });
    const exact = new Set(this.map.queryRenderedFeatures([point.x, point.y], { layers }).map((f) => f.properties.feature_id));
    const seen = new Map();
    for (const f of found) {
      // A finger or mouse may miss a point or a line by a few pixels, but an area is under it or not.
      if (f.layer.type === "fill" && !exact.has(f.properties.feature_id)) continue;
      if (!seen.has(f.properties.feature_id))
        seen.set(f.properties.feature_id, { layer: f.layer.metadata.layer, type: f.layer.type, ...f.properties });
    }
    const rank = { symbol: 0, line: 1, fill: 2 };
    return [...seen.values()].map((f, i) => [f, i]).sort(([a, i], [b, j]) => rank[a.type] - rank[b.type] || i - j).map(([f]) => f);
  }

  /** Draw an outline round one feature, or none. */
  highlight(layer, featureId) {
    if (!this.ready) return;
    for (const id of ["highlight-line", "highlight-point"]) if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (!featureId || !this.map.getSource(layer)) return;
    const ink = g.theme() === "dark" ? "#ffffff" : "#111111";
    const only = (type, is) => ["all", ["==", ["get", "feature_id"], featureId], [is, ["geometry-type"], type]];
    this.map.addLayer({ id: "highlight-line", type: "line", source: layer, filter: only("Point", "!="),
      paint: { "line-color": ink, "line-width": 2.4 } });
    this.map.addLayer({ id: "highlight-point", type: "circle", source: layer, filter: only("Point", "=="),
      paint: { "circle-radius": 14, "circle-opacity": 0, "circle-stroke-color": ink, "circle-stroke-width": 2.4 } });
  }

  resize() {
    const { plot } = this;
    if (!plot._fullLayout || (plot.clientWidth === plot._fullLayout.width && plot.clientHeight === plot._fullLayout.height)) return null;
    return Plotly.relayout(plot, { width: plot.clientWidth, height: plot.clientHeight });
  }
};
