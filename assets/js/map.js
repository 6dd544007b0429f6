/* The live map: Plotly opens it, the MapLibre object inside draws it.
   Measured (docs/performance.md): showing and hiding by paint opacity on that object is several times faster than a
   restyle. The object is not public API of plotly.js, so every use is guarded and falls back to relayout. */
(() => {
  "use strict";
  const g = window.guarantees;
  const box = document.getElementById("map");
  const plot = document.getElementById("map-plot");
  const OPACITY = { background: [], fill: ["fill-opacity"], line: ["line-opacity"], symbol: ["icon-opacity", "text-opacity"] };
  const spec = () => g.boot.styles[g.theme()];
  const COARSE = 0.1;
  let map = null;
  let userMoves = false;

  const opacities = (layer) =>
    OPACITY[layer.type].filter((name) => layer.type !== "symbol" || layer.layout[name.startsWith("icon") ? "icon-image" : "text-field"]);
  const shown = (layer) => !layer.metadata || layer.metadata.layer === "ground" || g.state.layers.has(layer.metadata.layer);
  const wanted = (layer, name) => (shown(layer) ? layer.paint?.[name] ?? 1 : 0);

  /** The MapLibre style of the scenario: theme's style, addresses of the data, hidden layers at opacity 0. */
  function style() {
    const made = structuredClone(spec());
    made.sprite = location.origin + made.sprite;
    for (const [id, source] of Object.entries(made.sources)) source.data = g.dataUrl(id);
    for (const layer of made.layers)
      for (const name of opacities(layer)) (layer.paint ??= {})[name] = wanted(layer, name);
    return made;
  }

  const current = () => { const c = map.getCenter(); return { lon: c.lng, lat: c.lat, zoom: map.getZoom() }; };

  async function start() {
    const view = g.opening();
    const layout = g.boot.figure.layout;
    layout.map = { ...layout.map, style: style(), center: { lon: view.lon, lat: view.lat }, zoom: view.zoom };
    layout.width = box.clientWidth;
    layout.height = box.clientHeight;
    const opened = Plotly.newPlot(plot, g.boot.figure.data, layout, g.boot.config);
    const reach = () => plot._fullLayout?.map?._subplot?.map ?? null;
    for (let tries = 0; !reach() && tries < 200; tries++) await new Promise((next) => setTimeout(next, 10));
    map = reach();
    if (!map) { await opened; live(); return; }
    map._fadeDuration = 0; // names need not fade in: the picture shows them already
    map.setPixelRatio(COARSE); // nobody sees these frames, and drawing them is most of the work without a GPU
    listenToMap();
    const sharp = () => { map.once("render", live); map.setPixelRatio(devicePixelRatio); };
    if (map.loaded()) sharp(); else map.once("load", sharp);
  }

  function live() {
    performance.mark("map-live");
    box.dataset.state = "live";
    document.getElementById("map-picture").hidden = true;
    document.dispatchEvent(new CustomEvent("map-live"));
  }

  function listenToMap() {
    map.getCanvas().setAttribute("aria-label", "Map of Ukraine with the visible layers. Arrow keys pan, plus and minus zoom.");
    map.dragRotate.disable();
    map.touchZoomRotate.disableRotation();
    map.touchPitch?.disable();
    map.keyboard.disableRotation();
    map.keyboard.enable();
    map.setMinZoom(2);
    map.setMaxZoom(12);
    const stamp = (event) => document.dispatchEvent(new CustomEvent(event, { detail: map }));
    map.on("move", () => stamp("map-move"));
    map.on("movestart", (event) => { if (event.originalEvent || userMoves) userMoves = true; });
    map.on("moveend", () => {
      stamp("map-move");
      if (!userMoves) return;
      userMoves = false;
      g.change({ view: current() });
    });
    for (const event of ["mousemove", "mouseout", "click"])
      map.on(event, (detail) => document.dispatchEvent(new CustomEvent(`map-${event}`, { detail })));
    map.on("dataloading", (event) => event.dataType === "source" && busy(true));
    map.on("idle", () => busy(false));
    stamp("map-move");
  }

  let busyTimer = 0;
  function busy(on) {
    clearTimeout(busyTimer);
    if (on) busyTimer = setTimeout(() => { box.dataset.busy = "yes"; }, 300);
    else delete box.dataset.busy;
  }

  function restyleOpacity() {
    if (!map) return Plotly.relayout(plot, { "map.style": style() });
    for (const layer of spec().layers)
      for (const name of opacities(layer)) {
        const value = wanted(layer, name);
        if (JSON.stringify(map.getPaintProperty(layer.id, name) ?? 1) !== JSON.stringify(value))
          map.setPaintProperty(layer.id, name, value);
      }
  }

  function restyleTheme() {
    if (!map) return Plotly.relayout(plot, { "map.style": style() });
    const made = style();
    for (const layer of made.layers)
      for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name, value);
    map.setSprite(made.sprite);
  }

  /** Fetch again only the layers whose address changed. */
  function refetch() {
    if (!map) return Plotly.relayout(plot, { "map.style": style() });
    for (const id of g.order) {
      const url = g.dataUrl(id), source = map.getSource(id);
      if (source && (fetched[id] ?? source._data?.url ?? source._data) !== url) source.setData(url);
      fetched[id] = url;
    }
  }
  const fetched = Object.fromEntries(g.order.map((id) => [id, g.dataUrl(id)]));

  g.listen((keys) => {
    if (keys.includes("theme")) restyleTheme();
    if (keys.includes("layers")) restyleOpacity();
    if (keys.includes("line") || keys.includes("params")) refetch();
  });

  const still = matchMedia("(prefers-reduced-motion: reduce)");
  function goTo(view, { keep = true } = {}) {
    if (!map) return Plotly.relayout(plot, { "map.center": { lon: view.lon, lat: view.lat }, "map.zoom": view.zoom });
    userMoves = keep;
    const target = { center: [view.lon, view.lat], zoom: view.zoom };
    if (still.matches) map.jumpTo(target); else map.flyTo({ ...target, duration: 700, essential: true });
  }

  /** Home forgets the view, so that the address is short again and the map fits any screen. */
  function home() {
    goTo(g.fit(g.boot.views.home.bounds), { keep: false });
    g.change({ view: null });
  }

  /** What lies under a point on screen: visible, interactive shapes, topmost first, each feature once. */
  function under(point, reach = 5) {
    if (!map) return [];
    const layers = spec().layers.filter((l) => l.metadata?.hover && shown(l) && !l.id.endsWith("/text")).map((l) => l.id);
    const found = map.queryRenderedFeatures([[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]], { layers });
    const exact = map.queryRenderedFeatures([point.x, point.y], { layers });
    const areas = new Set(exact.map((f) => f.properties.feature_id));
    const seen = new Map();
    for (const f of found) {
      // A finger or mouse may miss a point or a line by a few pixels, but an area is under it or not.
      if (f.layer.type === "fill" && !areas.has(f.properties.feature_id)) continue;
      if (!seen.has(f.properties.feature_id))
        seen.set(f.properties.feature_id, { layer: f.layer.metadata.layer, type: f.layer.type, ...f.properties });
    }
    const rank = { symbol: 0, line: 1, fill: 2 };
    return [...seen.values()].map((f, i) => [f, i]).sort(([a, i], [b, j]) => rank[a.type] - rank[b.type] || i - j).map(([f]) => f);
  }

  /** Draw an outline round one feature, or none. */
  function highlight(layer, featureId) {
    if (!map) return;
    for (const id of ["highlight-line", "highlight-point"]) if (map.getLayer(id)) map.removeLayer(id);
    if (!featureId || !map.getSource(layer)) return;
    const ink = g.theme() === "dark" ? "#ffffff" : "#111111";
    const filter = ["==", ["get", "feature_id"], featureId];
    map.addLayer({ id: "highlight-line", type: "line", source: layer, filter: ["all", filter, ["!=", ["geometry-type"], "Point"]],
      paint: { "line-color": ink, "line-width": 2.4 } });
    map.addLayer({ id: "highlight-point", type: "circle", source: layer, filter: ["all", filter, ["==", ["geometry-type"], "Point"]],
      paint: { "circle-radius": 14, "circle-opacity": 0, "circle-stroke-color": ink, "circle-stroke-width": 2.4 } });
  }

  new ResizeObserver(() => {
    if (box.dataset.state !== "live" || (plot.clientWidth === plot._fullLayout?.width && plot.clientHeight === plot._fullLayout?.height)) return;
    const keep = g.state.view ?? g.fit(g.boot.views.home.bounds);
    Plotly.relayout(plot, { width: box.clientWidth, height: box.clientHeight }).then(() => {
      map?.jumpTo({ center: [keep.lon, keep.lat], zoom: keep.zoom });
    });
  }).observe(box);

  g.map = { goTo, home, under, highlight, zoomBy: (step) => { userMoves = true; map?.easeTo({ zoom: map.getZoom() + step, duration: 200 }); },
    get live() { return map; } };
  start();
})();
