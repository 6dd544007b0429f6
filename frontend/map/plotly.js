/* The one place that knows plotly.js and reaches the MapLibre map inside it. That object is not public API of plotly.js, nor are
   the fields of MapLibre's that are set here: every use is guarded, and without them the map is slower, not broken.
   Written for the plotly.js below; tests/plotly.test.js fails where assets/vendor holds another. */

/** @typedef {import("../types").GraphDiv} GraphDiv */
/** @typedef {import("../types").LiveMap} LiveMap */

export const PLOTLY_VERSION = "4.1.1";
const REACH_TRIES = 200, REACH_MS = 10;

const link = document.getElementById("plotly-script");
/** How long plotly.js waits at most for the rest of the page. */
const AT_MOST_MS = 500;
/** Resolves when plotly.js is there; never where it cannot be loaded. It arrives beside the page's own script, and runs when the page
 * is loaded: a browser shows by its own means that a page still loads, and without a graphics processor that costs half of its time.
 * @type {Promise<void>} */
export const plotlyLoaded = new Promise((done) => {
  if (window.Plotly || !(link instanceof HTMLLinkElement)) return void done();
  const script = document.createElement("script");
  script.src = link.href;
  script.addEventListener("load", () => done(), { once: true });
  const run = () => document.head.append(script);
  if (document.readyState === "complete") return run();
  const limit = setTimeout(run, AT_MOST_MS);
  addEventListener("load", () => { clearTimeout(limit); setTimeout(run); }, { once: true });
});

/** The live map inside a plot, or null while there is none. @param {GraphDiv} plot @returns {LiveMap | null} */
export const liveMapOf = (plot) => plot._fullLayout?.map?._subplot?.map ?? null;

/** Open a plot; `drawn` resolves when plotly.js calls it drawn. The map is there earlier, or null if it cannot be reached.
 * @param {GraphDiv} plot @param {unknown[]} data @param {Record<string, unknown>} layout @param {Record<string, unknown>} config
 * @returns {Promise<{ map: LiveMap | null, drawn: Promise<unknown> }>} */
export async function openPlot(plot, data, layout, config) {
  const drawn = window.Plotly.newPlot(plot, data, layout, config);
  for (let tries = 0; !liveMapOf(plot) && tries < REACH_TRIES; tries++) await new Promise((next) => setTimeout(next, REACH_MS));
  return { map: liveMapOf(plot), drawn };
}

/** @param {GraphDiv} plot */
export const isOpen = (plot) => Boolean(plot._fullLayout);
/** @param {GraphDiv} plot @param {Record<string, unknown>} update */
export const relayout = (plot, update) => window.Plotly.relayout(plot, update);

/** Let a plot fill its element again; null where it does. @param {GraphDiv} plot */
export function fitPlot(plot) {
  const layout = plot._fullLayout;
  if (!plot.clientWidth || !plot.clientHeight) return null; // a frame too small for its map, or folded away: plotly.js knows no such size
  if (!layout || (plot.clientWidth === layout.width && plot.clientHeight === layout.height)) return null;
  return relayout(plot, { width: plot.clientWidth, height: plot.clientHeight });
}

/** Names need not fade in: the picture shows them already. @param {LiveMap} map */
export function showNamesAtOnce(map) {
  Object.assign(map, { _fadeDuration: 0 });
}

/** Leave the wheel and one finger to the page round the map: Ctrl and the wheel, or two fingers, move it. MapLibre says so
 * over the map, in these words, and the map's element says which gesture it was. @param {LiveMap} map @param {{ wheel: string, touch: string }} said */
export function leaveScrolling(map, said) {
  const { _locale: words } = /** @type {{ _locale?: Record<string, string> }} */ (/** @type {unknown} */ (map)), of = "CooperativeGesturesHandler.";
  if (!map.cooperativeGestures) return;
  if (words) for (const [key, text] of [["WindowsHelpText", said.wheel], ["MacHelpText", said.wheel], ["MobileHelpText", said.touch]]) words[of + key] = text;
  map.cooperativeGestures.enable();
  map.on("cooperativegestureprevented", ({ gestureType }) => { map.getContainer().dataset.gesture = gestureType === "wheel_zoom" ? "wheel" : "touch"; });
}
/** What MapLibre asks for with the wheel then; Ctrl is right everywhere, for that is how a browser tells of two fingers on a touchpad. */
export const isMac = navigator.userAgent.includes("Mac");
/** @param {WheelEvent} event */
export const wheelIsForMap = (event) => event.ctrlKey || (isMac && event.metaKey);

/** What of WebGL changes the picture. */
const DRAWING = ["clear", "drawArrays", "drawElements"];
/** Draw nothing until told, while all that leads to a frame goes on: a layer whose data are there is told to draw once, with drawing
 * itself left out, so that its shaders are compiled and its data are with the graphics while the worker is still at the others'.
 * Returns what lets the next frame be drawn. @param {LiveMap} map */
export function holdDrawing(map) {
  const { painter } = /** @type {Inner} */ (/** @type {unknown} */ (map)), { render: draw, renderLayer } = painter ?? {};
  const gl = /** @type {Record<string, unknown> | null} */ (/** @type {unknown} */ (map.getCanvas().getContext("webgl2")));
  const own = painter && Object.hasOwn(painter, "renderLayer");
  /** @type {Set<string>} */
  const ready = new Set();
  if (draw) painter.render = function (...given) {
    painter.style = given[0]; // without a style, tiles that arrive are empty
    if (!gl || !renderLayer) return;
    for (const name of DRAWING) gl[name] = () => {};
    painter.renderLayer = function (...one) {
      const [, , { id, source, type }, , { currentPass }] = one, key = `${id} ${currentPass}`;
      if (ready.has(key) || type === "background" || !map.isSourceLoaded(source)) return;
      ready.add(key);
      renderLayer.apply(this, one);
    };
    try { draw.apply(this, given); } finally {
      for (const name of DRAWING) delete gl[name];
      if (own) painter.renderLayer = renderLayer; else Reflect.deleteProperty(painter, "renderLayer");
    }
  };
  return () => { if (draw) painter.render = draw; };
}

/** How long layers take to come and go; without it they switch at once. @param {LiveMap | null} map @param {number} duration */
export function setFade(map, duration) {
  const sheet = /** @type {{ style?: { stylesheet?: import("../types").MapStyle } } | null} */ (/** @type {unknown} */ (map))?.style?.stylesheet;
  if (sheet) sheet.transition = { duration, delay: 0 };
}

// -- drawing without a graphics processor ---------------------------------------------------------------------------------------
/** What draws a map, in the words of WebGL. @param {LiveMap} map */
export function rendererOf(map) {
  const gl = map.getCanvas().getContext("webgl2"), more = gl?.getExtension("WEBGL_debug_renderer_info");
  return gl ? [gl.RENDERER, more?.UNMASKED_RENDERER_WEBGL].map((key) => key && gl.getParameter(key)).join(" ") : "";
}

/**
 * @typedef {{ key: string }} Tile
 * @typedef {{ id: string, type: string, source: string, paint: { get(name: string): { constantOr(other: number): number } }, isTileClipped(): boolean }} DrawnLayer
 * @typedef {object} Painter
 * @property {unknown} style
 * @property {number} pixelRatio
 * @property {(width: number, height: number, ratio: number) => void} resize
 * @property {number} width
 * @property {number} height
 * @property {(...given: unknown[]) => void} [render]
 * @property {(painter: Painter, tiles: unknown, layer: DrawnLayer, coords: unknown, options: { currentPass: string }) => void} renderLayer
 * @property {(layer: DrawnLayer, tiles: Tile[] | undefined, ...rest: unknown[]) => void} renderTileClippingMasks
 * @property {string | undefined} currentStencilSource
 * @property {Record<string, number>} _tileClippingMaskIDs
 *
 * @typedef {object} Inner
 * @property {Painter} painter
 * @property {(time: number) => unknown} _render
 * @property {(width: number, height: number, ratio: number) => void} _resizeCanvas
 * @property {(width: number, height: number) => number} _getClampedPixelRatio
 * @property {boolean} _styleDirty
 * @property {boolean} _sourcesDirty
 * @property {{ _queue?: unknown[] }} [_renderTaskQueue]
 */
const OPACITIES = /** @type {Record<string, string[]>} */ ({ fill: ["fill-opacity"], line: ["line-opacity"], symbol: ["icon-opacity", "text-opacity"] });
/** @param {DrawnLayer} layer */
const isInvisible = ({ type, paint }) => OPACITIES[type]?.every((name) => paint.get(name).constantOr(1) === 0) ?? false;
/** Lines finer than this share of a pixel are left out of coarse frames: the coast, a shade at the edge of the land with more than
 * half of all the lines' triangles, and far out the oblasts' borders. */
const FINE = 0.33;
/** @param {DrawnLayer} layer @param {number} ratio */
const isFine = ({ type, paint }, ratio) => type === "line" && paint.get("line-width").constantOr(1) * ratio < FINE;

/** Draw the same pictures with less work. MapLibre draws the tiles' outlines into its stencil buffer anew, over the whole map,
 * for each source it comes to, also for layers that are hidden by opacity; here those are passed over, and sources with
 * the same tiles share one stencil. @param {LiveMap} map @param {() => boolean} isCoarse whether this frame is */
export function drawLess(map, isCoarse) {
  const { painter } = /** @type {Inner} */ (/** @type {unknown} */ (map));
  const { renderLayer, renderTileClippingMasks } = painter ?? {};
  if (!renderLayer || !renderTileClippingMasks) return;
  /** @param {DrawnLayer} layer */
  const isOut = (layer) => isInvisible(layer) || (isCoarse() && isFine(layer, painter.pixelRatio));
  painter.renderLayer = function (...given) { if (!isOut(given[2])) renderLayer.apply(this, given); };
  painter.renderTileClippingMasks = function (...given) {
    const [layer, tiles] = given, drawn = this._tileClippingMaskIDs;
    if (isOut(layer)) return;
    if (this.currentStencilSource !== undefined && drawn && tiles?.length && layer.isTileClipped() &&
      tiles.length === Object.keys(drawn).length && tiles.every(({ key }) => key in drawn)) this.currentStencilSource = layer.source;
    else renderTileClippingMasks.apply(this, given);
  };
}

/** What changes how layers look, or which there are; the first argument is a layer's id, where there is one. */
const CHANGES = /** @type {const} */ (["setPaintProperty", "setLayoutProperty", "setFilter", "addLayer", "removeLayer"]);

/** Draw the ground from a picture of it where it is as it was: below a switch or a slider only what lies on it changes, and the ground
 * has most of the map's lines and corners. Taken in sharp frames; coarse ones get it smaller. What lies above other layers, such
 * as borders and names, is drawn as always. @param {LiveMap} map @param {string} source of the ground @param {() => boolean} isCoarse */
export function keepGround(map, source, isCoarse) {
  const { painter } = /** @type {Inner} */ (/** @type {unknown} */ (map)), gl = map.getCanvas().getContext("webgl2");
  const { render, renderLayer, renderTileClippingMasks } = painter ?? {};
  if (!gl || !render || !renderLayer || !renderTileClippingMasks) return;
  /** @type {{ buffer: WebGLFramebuffer, texture: WebGLTexture, width: number, height: number, of: string } | null} */
  let kept = null;
  let version = 0, now = "", has = false, drawn = false, above = false;
  const isOfGround = (/** @type {string} */ id) => { const of = /** @type {{ type?: string, source?: string } | undefined} */ (map.getLayer(id)); return of?.source === source || of?.type === "background"; };
  /** Layers of the ground below all others that are seen. @type {Set<string>} */
  let ground = new Set();
  for (const name of CHANGES) {
    const change = /** @type {Record<string, (...given: unknown[]) => unknown>} */ (/** @type {unknown} */ (map))[name].bind(map);
    Object.assign(map, { [name]: (/** @type {unknown[]} */ ...given) => {
      if (typeof given[0] !== "string" || isOfGround(given[0]) || !name.startsWith("set")) version++;
      return change(...given);
    } });
  }
  map.on("data", (event) => { if (event.sourceId === source) version++; });
  /** @param {WebGLFramebuffer | null} from @param {WebGLFramebuffer | null} to @param {{ width: number, height: number }} a @param {{ width: number, height: number }} b */
  function copy(from, to, a, b) {
    gl?.bindFramebuffer(gl.READ_FRAMEBUFFER, from);
    gl?.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to);
    gl?.blitFramebuffer(0, 0, a.width, a.height, 0, 0, b.width, b.height, gl.COLOR_BUFFER_BIT, a.width === b.width ? gl.NEAREST : gl.LINEAR);
    gl?.bindFramebuffer(gl.FRAMEBUFFER, null);
  }
  function keep() {
    const { width, height } = painter;
    if (kept && (kept.width !== width || kept.height !== height)) {
      gl?.deleteFramebuffer(kept.buffer);
      gl?.deleteTexture(kept.texture);
      kept = null;
    }
    const active = gl?.getParameter(gl.TEXTURE_BINDING_2D);
    if (!kept && gl) {
      const made = { buffer: gl.createFramebuffer(), texture: gl.createTexture(), width, height, of: "" };
      gl.bindTexture(gl.TEXTURE_2D, made.texture);
      gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
      gl.bindTexture(gl.TEXTURE_2D, active);
      gl.bindFramebuffer(gl.FRAMEBUFFER, made.buffer);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, made.texture, 0);
      kept = made;
    }
    if (!kept) return;
    copy(null, kept.buffer, kept, kept);
    kept.of = now;
  }
  painter.render = function (...given) {
    const { _order: order, _layers: layers } = /** @type {{ _order: string[], _layers: Record<string, DrawnLayer> }} */ (given[0]);
    const first = order.findIndex((id) => layers[id].type !== "background" && layers[id].source !== source && !isInvisible(layers[id]));
    ground = new Set(order.slice(0, Math.max(0, first)));
    const { lng, lat } = map.getCenter(), { clientWidth, clientHeight } = map.getContainer();
    now = [lng, lat, map.getZoom(), clientWidth, clientHeight, ground.size, version].join();
    has = kept?.of === now && map.isSourceLoaded(source);
    drawn = above = false;
    return render.apply(this, given);
  };
  painter.renderLayer = function (...given) {
    const [, , layer, , { currentPass }] = given;
    if (ground.has(layer?.id)) {
      if (!has) return renderLayer.apply(this, given);
      if (!drawn && kept) copy(kept.buffer, null, kept, painter);
      drawn = true;
      return;
    }
    if (layer && currentPass === "translucent" && !above) {
      above = true; // the first layer that lies on the ground
      if (!has && !isCoarse() && map.isSourceLoaded(source)) keep();
    }
    renderLayer.apply(this, given);
  };
  painter.renderTileClippingMasks = function (...given) { if (!has || !ground.has(given[0].id)) renderTileClippingMasks.apply(this, given); };
}

/** How soon to ask again whether a frame is drawn, and after how long to go on without an answer. */
const ASK_MS = 4, PATIENCE_MS = 1000;

/** Ask before each frame at how many pixels a px it is drawn. The canvas changes its size with the frame, so it is never blank, and
 * nobody hears of a resize: what is laid out in px stays. But for moves, a frame waits until the one before is drawn: two at a time take
 * twice as long each, and the first shows what a person waits for. Returns whether frames are still being drawn; null where it cannot be done.
 * @param {LiveMap} map
 * @param {{ begins: (frame: { moves: boolean, changed: boolean }, size: { width: number, height: number }, sharp: number) => number, ends: () => void }} frame
 *   `begins` is told whether the frame shows a move or a change, the map's size in px and its ratio at rest, and returns the ratio */
export function watchFrames(map, { begins, ends }) {
  const inner = /** @type {Inner} */ (/** @type {unknown} */ (map)), { _render: draw, painter } = inner;
  if (!draw || !painter?.resize || !inner._resizeCanvas || !inner._getClampedPixelRatio) return null;
  const gl = map.getCanvas().getContext("webgl2");
  /** @type {WebGLSync | null | undefined} */
  let fence;
  let since = 0, waiting = false;
  const isDrawing = () => Boolean(gl && fence && performance.now() - since < PATIENCE_MS && gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED);
  function wait() {
    waiting = isDrawing();
    if (waiting) setTimeout(wait, ASK_MS); else map.triggerRepaint();
  }
  inner._render = function (time) {
    const moves = map.isMoving() || Boolean(inner._renderTaskQueue?._queue?.length); // a move that begins is still in that queue
    if (time && !moves && (waiting || isDrawing())) { // without a time somebody needs the frame at once
      if (!waiting) wait();
      return this;
    }
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const changed = moves || inner._styleDirty || inner._sourcesDirty, ratio = begins({ moves, changed }, { width, height }, inner._getClampedPixelRatio(width, height));
    if (ratio !== painter.pixelRatio) {
      inner._resizeCanvas(width, height, ratio);
      painter.resize(width, height, ratio);
    }
    const drawn = draw.call(this, time);
    if (fence) gl?.deleteSync(fence);
    fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl?.flush();
    since = performance.now();
    ends();
    return drawn;
  };
  return isDrawing;
}
