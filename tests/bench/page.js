/* Runs in every measured page before its own scripts: notes when things are there, and times switches.
   The same file for all three pages; what differs is found out, not told. */
(() => {
  "use strict";
  const LAYERS = /*layers*/ [];
  const times = {};
  const note = (name) => { times[name] ??= performance.now(); };

  // -- cold page -------------------------------------------------------------------------------------------------
  /** The MapLibre object inside plotly.js: ours and the stock bundle keep it in the same place. */
  const maplibre = () => document.querySelector(".js-plotly-plot")?._fullLayout?.map?._subplot?.map;
  const ours = () => document.getElementById("boot") !== null;
  const leaflet = () => document.querySelector(".leaflet-container") !== null;
  const drawn = (layer) => document.querySelector(`.of-${layer}.leaflet-interactive`) !== null;
  let loading = false;

  const panelThere = () => (ours() ? document.documentElement.dataset.panel === "ready"
    : LAYERS.every((layer) => document.getElementById(`toggle-${layer}`)));

  function lookForMap() {
    if (ours()) return; // tells it by a mark of its own
    if (leaflet()) {
      if (!LAYERS.every(drawn) || loading) return;
      loading = true;
      requestAnimationFrame(() => requestAnimationFrame(() => note("live")));
    } else if (maplibre() && !loading) {
      loading = true;
      if (maplibre().loaded()) note("live"); else maplibre().once("load", () => note("live"));
    }
  }

  const clock = setInterval(() => {
    if (panelThere()) note("panel");
    lookForMap();
    const mark = performance.getEntriesByName("map-live")[0];
    if (mark) times.live ??= mark.startTime;
    if (times.panel && times.live) clearInterval(clock);
  }, 4);

  // When the picture was painted, not when its bytes were there.
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.element?.id === "map-picture") times.picture_painted ??= entry.renderTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });

  function coldTimes() {
    if (!times.panel || !times.live) return null;
    const picture = performance.getEntriesByName("map-picture")[0];
    if (picture) times.picture = picture.startTime;
    return times;
  }

  // -- switches ----------------------------------------------------------------------------------------------------
  const frame = () => new Promise(requestAnimationFrame);
  const pause = (ms) => new Promise((next) => setTimeout(next, ms));
  const far = (a, b) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);

  const gl = () => maplibre().getCanvas().getContext("webgl2");
  /** Ours says so where the picture on screen is not final: without a GPU it is drawn coarsely while it changes. */
  const moving = () => document.documentElement.dataset.map === "moving";
  /** All pixels of the map; only during a `render` event, while the frame is still in its buffer. */
  const wholeCanvas = () => new Promise((done) => {
    maplibre().once("render", () => {
      const { width, height } = maplibre().getCanvas();
      const bytes = new Uint8Array(4 * width * height);
      gl().readPixels(0, 0, width, height, gl().RGBA, gl().UNSIGNED_BYTE, bytes);
      done(bytes);
    });
    maplibre().triggerRepaint();
  });
  /** One pixel of the frame being drawn, once it is drawn: asks and does not wait, so that nothing is held up.
      It was found in a sharp frame; a coarse one is smaller. */
  async function pixelOfThisFrame(found) {
    const g = gl(), buffer = g.createBuffer(), bytes = new Uint8Array(4), { width, height } = maplibre().getCanvas();
    const x = Math.floor((found.x + 0.5) * (width / found.width)), y = Math.floor((found.y + 0.5) * (height / found.height));
    g.bindBuffer(g.PIXEL_PACK_BUFFER, buffer);
    g.bufferData(g.PIXEL_PACK_BUFFER, 4, g.STREAM_READ);
    g.readPixels(x, y, 1, 1, g.RGBA, g.UNSIGNED_BYTE, 0);
    g.bindBuffer(g.PIXEL_PACK_BUFFER, null);
    const fence = g.fenceSync(g.SYNC_GPU_COMMANDS_COMPLETE, 0);
    g.flush();
    while (g.getSyncParameter(fence, g.SYNC_STATUS) !== g.SIGNALED) await pause(2);
    g.bindBuffer(g.PIXEL_PACK_BUFFER, buffer);
    g.getBufferSubData(g.PIXEL_PACK_BUFFER, 0, bytes);
    g.bindBuffer(g.PIXEL_PACK_BUFFER, null);
    g.deleteBuffer(buffer);
    return bytes;
  }
  async function settled() {
    await pause(400);
    for (let tries = 0; maplibre() && (!maplibre().loaded() || moving()) && tries < 100; tries++) await pause(50);
  }

  /** Whether two pictures of the map agree, but for what no eye sees. */
  const NEAR = 12;
  const same = (a, b) => {
    for (let i = 0; i < a.length; i += 8) if (far(a.subarray(i, i + 3), b.subarray(i, i + 3)) > NEAR) return false;
    return true;
  };
  /** The map once it has come to rest: names fade in and make room for each other after a change. */
  async function atRest() {
    let last = await wholeCanvas();
    for (let tries = 0; tries < 30; tries++) {
      await settled();
      const now = await wholeCanvas();
      if (same(last, now)) return now;
      last = now;
    }
    return last;
  }
  /** The map at rest after a switch was clicked; null where it stays as it was. A busy machine may take seconds. */
  async function afterClick(input, before) {
    input.click();
    for (let tries = 0; tries < 15; tries++) {
      const now = await atRest();
      if (!same(before, now)) return now;
    }
    return null;
  }

  /** The pixel that a layer changes most, with its colour when shown and when hidden. Only one that comes back the same
      each time will do: where names make room for each other, what stands there also depends on what stood there before. */
  async function findPixel(layer) {
    const { width, height } = maplibre().getCanvas();
    const input = document.getElementById(`toggle-${layer}`);
    const shown = [await atRest()], hidden = [];
    for (let round = 0; round < 2; round++)
      for (const pictures of [hidden, shown]) {
        const picture = await afterClick(input, (pictures === hidden ? shown : hidden).at(-1));
        if (!picture) return null;
        pictures.push(picture);
      }
    let best = { change: 0 };
    const at = (picture, x, y) => picture.subarray(4 * (y * width + x), 4 * (y * width + x) + 3);
    const steadyAt = (x, y) => [shown, hidden].every(([first, ...others]) => others.every((other) => far(at(first, x, y), at(other, x, y)) <= NEAR));
    const change = (x, y) => far(at(shown[0], x, y), at(hidden[0], x, y));
    const round = [[0, 0], [-2, 0], [2, 0], [0, -2], [0, 2]]; // what stands alone is blurred in a coarse frame
    for (let y = 4; y < height - 4; y += 2)
      for (let x = 4; x < width - 4; x += 2) {
        if (change(x, y) <= best.change || !round.every(([dx, dy]) => steadyAt(x + dx, y + dy))) continue;
        const least = Math.min(...round.map(([dx, dy]) => change(x + dx, y + dy)));
        if (least > best.change) best = { change: least, x, y, width, height, shown: [...at(shown[0], x, y)], hidden: [...at(hidden[0], x, y)] };
      }
    return best.change > NEAR ? best : null;
  }

  /** Time one switch. `frame`: from the click to the beginning of the animation frame after the one that shows the
      change; `drawn`: until its pixels are drawn, where they can be read (a canvas). */
  let result = null;
  function arm(layer, on, pixel) {
    let clicked = 0;
    const since = () => performance.now() - clicked;
    addEventListener("click", () => { clicked = performance.now(); }, { capture: true, once: true });
    result = new Promise((done, fail) => {
      setTimeout(() => fail(new Error(`Switching ${layer} ${on ? "on" : "off"} did not change the map in 30 s.`)), 30000);
      if (pixel) {
        const [from, to] = on ? [pixel.hidden, pixel.shown] : [pixel.shown, pixel.hidden];
        const look = async () => {
          if (!clicked) return;
          const [colour, shown] = await Promise.all([
            pixelOfThisFrame(pixel).then((bytes) => ({ bytes, drawn: since() })), frame().then(since)]);
          if (far(colour.bytes, from) < far(colour.bytes, to)) return;
          maplibre().off("render", look);
          done({ frame: shown, drawn: colour.drawn });
        };
        maplibre().on("render", look);
      } else {
        const watch = new MutationObserver(() => {
          if (!clicked || drawn(layer) !== on) return;
          watch.disconnect();
          frame().then(frame).then(() => done({ frame: since() }));
        });
        watch.observe(document.querySelector(".leaflet-container"), { childList: true, subtree: true });
      }
    });
  }

  window.bench_ = { coldTimes, arm, findPixel, settled, isLeaflet: leaflet, result: () => result };
})();
