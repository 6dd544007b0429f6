/* What one sees of a scene: title, lines, timeline, sources and notes beside the map; emphasis and callouts on it.
   All text of a briefing is inserted as text, never as markup. `assets/js/present.js` decides which scene it is. */
(() => {
  "use strict";
  const g = window.guarantees;
  const box = document.getElementById("map");
  const DIM = 0.5, MARGIN_PX = 14, ARROW_GAP_PX = 9;
  const SIDES = { n: [0, -1], ne: [1, -1], e: [1, 0], se: [1, 1], s: [0, 1], sw: [-1, 1], w: [-1, 0], nw: [-1, -1] };

  /** A word of the page in its language; a text that is not one of them stays as it is. */
  const word = (text) => g.boot.words?.[text] ?? text;
  const make = (tag, props = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    if (g.boot.words) for (const name of ["textContent", "ariaLabel", "title"]) if (typeof props[name] === "string") element[name] = word(props[name]);
    element.append(...children.filter((child) => child !== null));
    return element;
  };
  const isWeb = (address) => /^https?:\/\//i.test(address ?? "");
  const link = (href, ...children) => make("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);

  /** A number and its unit, a day and its month stay on one line. */
  const together = (text) => text.replace(/(\d) (?=(?:km|nm|h|min|people|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|%)/g, "$1\u00a0");

  /** Runs of text as elements: bold, italic, links to the web. */
  const runs = (line) => line.map(({ text, bold, italic, href }) => {
    let element = document.createTextNode(together(text));
    if (italic) element = make("em", {}, element);
    if (bold) element = make("strong", {}, element);
    return isWeb(href) ? link(href, element) : element;
  });

  // -- beside the map -----------------------------------------------------------------------------------------------------
  const title = make("h1"), lines = make("ul"), sources = make("p", { className: "told-sources" });
  const body = make("div", { className: "told-body" }, title, lines);
  const room = make("div", { className: "told-legend-room" }); // the legend is Dash's, so it is laid over the panel, not put into it
  const panel = make("section", { id: "told", ariaLabel: "Scene", ariaLive: "polite" }, body, room, sources);
  const timeline = make("ol", { id: "told-timeline", ariaLabel: "Timeline" });
  const notes = make("section", { id: "told-notes", ariaLabel: "Notes", tabIndex: 0, hidden: true });

  /** “United Nations, A/49/765 (seen in …)” is too long for a wall; the whole of it stands in the tooltip. */
  const brief = (publisher) => publisher.split(/, | \(/)[0];
  function source({ title: name, publisher, date, url }) {
    const said = document.createTextNode(`${brief(publisher)}, ${date}`), whole = `${name}. ${publisher}, ${date}`;
    return isWeb(url) ? Object.assign(link(url, said), { title: whole }) : make("span", { title: whole }, said);
  }

  function write(scene) {
    title.textContent = together(scene.title);
    lines.replaceChildren(...scene.bullets.map((line) => make("li", {}, ...runs(line))));
    const seen = new Map(scene.sources.map((said) => [`${brief(said.publisher)}, ${said.date}`, said]));
    sources.replaceChildren(word("Sources: "), ...[...seen.values()].flatMap((said, i) => (i ? [" · ", source(said)] : [source(said)])));
    if (scene.assumptions?.length)
      sources.append(seen.size ? " · " : "", make("span", { title: scene.assumptions.join("\n") }, word("assumptions of this project")));
    sources.hidden = !seen.size && !scene.assumptions?.length;
    timeline.replaceChildren(...scene.timeline.map(({ date, day, text }) =>
      make("li", {}, make("time", { dateTime: date, textContent: day }), make("p", {}, ...runs(text)))));
    timeline.hidden = !scene.timeline.length;
    document.documentElement.toggleAttribute("data-timeline", !timeline.hidden);
    notes.replaceChildren(...(scene.notes.length ? scene.notes : [[{ text: word("No notes for this scene.") }]]).map((part) => make("p", {}, ...runs(part))));
    notes.scrollTop = panel.scrollTop = 0;
    settle();
  }

  /** Text is as large as there is room for; what is too long even so can be scrolled. */
  function settle() {
    (g.upright.matches ? body : box).append(timeline);
    const legend = document.getElementById("legend"), inside = legend !== null && !g.upright.matches;
    for (const area of [panel, timeline])
      for (const size of g.upright.matches ? [1, 0.92, 0.85] : [1, 0.94, 0.88, 0.82, 0.76, 0.7]) {
        area.style.setProperty("--fit", size);
        room.style.height = inside ? `${legend.offsetHeight}px` : "0";
        if (area.scrollHeight <= area.clientHeight + 1) break;
      }
    if (!inside) return;
    const place = room.getBoundingClientRect();
    for (const [name, value] of [["left", place.left], ["top", place.top], ["width", place.width]])
      legend.style.setProperty(`--room-${name}`, `${value}px`);
  }
  /** The legend comes with Dash, and grows and shrinks with what is shown. */
  const legendGrows = new ResizeObserver(() => { if (panel.isConnected) settle(); });
  const meet = (legend) => { legendGrows.observe(legend); dateGhost(); };
  new MutationObserver((_, watch) => { if (document.getElementById("legend")) { meet(document.getElementById("legend")); watch.disconnect(); } })
    .observe(document.body, { childList: true, subtree: true });

  // -- in the legend: the line of another date has a date ---------------------------------------------------------------------
  const { kind: GHOST, parameter: GHOST_DATE } = g.boot.reference_line ?? {};
  function kindText(key) {
    const date = key === GHOST ? g.boot.dates[g.paramText(GHOST_DATE)] : null;
    return date ? word("Line of ") + date : g.boot.kinds[key];
  }
  function dateGhost() {
    const label = document.querySelector(`#legend [data-kind="${GHOST}"] span:last-child`);
    if (label) label.textContent = kindText(GHOST);
  }
  g.listen((keys) => { if (keys.includes("params")) dateGhost(); });

  // -- on the map: emphasis ---------------------------------------------------------------------------------------------------
  // As `export/scene_map.py` does it in slides and pages: who changes the one changes the other.
  const spec = () => g.boot.styles[g.theme()].layers;
  const OPACITY = { fill: "fill-opacity", line: "line-opacity" };
  const groups = Object.fromEntries(g.boot.layers.map((layer) => [layer.id, layer.group]));
  const emphasis = (map) => (map.getStyle()?.layers ?? []).filter(({ id }) => id.startsWith("told-"));
  const faint = make("style"); // the swatches of what stands back on the map

  /** A number, or each number of its steps of zoom, changed. */
  const each = (value, change) => (Array.isArray(value) ? value.map((part, i) => (i >= 4 && i % 2 === 0 ? change(part) : part)) : change(value));

  let dimmed = []; // what `emphasise` has changed, and what it was
  function calm(map) {
    for (const { id } of emphasis(map)) map.removeLayer(id);
    for (const { id, owner, name, value } of dimmed) map.setPaintProperty(id, name, g.state.layers.has(owner) ? value : 0);
    dimmed = [];
    faint.textContent = "";
  }

  /** Bring the scene's features forward, and let other layers stand back; the base map and the line stay as they are. */
  function emphasise(map, { highlights }) {
    calm(map);
    if (!highlights.length) return;
    // A briefing that is being made names the feature alone.
    const kindOf = ({ layer, feature_id: id, kind }) =>
      kind ?? map.querySourceFeatures(layer, { filter: ["==", ["get", "feature_id"], id] })[0]?.properties.kind;
    const forward = new Set(highlights.map((feature) => `${feature.layer}/${kindOf(feature)}`));
    const bright = new Set(highlights.map(({ layer }) => layer)), layers = spec(), back = new Set();
    const paper = g.theme() === "dark" ? "#10161b" : "#ffffff";
    for (const [i, layer] of layers.entries()) {
      const { layer: owner, kind } = layer.metadata ?? {};
      if (!g.state.layers.has(owner)) continue;
      if (bright.has(owner)) {
        if (forward.has(`${owner}/${kind}`)) bringForward(map, layers, i, highlights, paper);
      } else if (OPACITY[layer.type] && groups[owner] !== "base" && !layer.metadata.never_dimmed) {
        const name = OPACITY[layer.type], value = layer.paint?.[name] ?? 1;
        dimmed.push({ id: layer.id, owner, name, value });
        map.setPaintProperty(layer.id, name, each(value, (opacity) => opacity * DIM));
        if (!layers.some(({ metadata, type }) => metadata?.layer === owner && metadata.kind === kind && type === "symbol" && layer.layout["icon-image"])) back.add(`${owner}/${kind}`);
      }
    }
    faint.textContent = [...back].map((key) => `#legend [data-kind="${key}"] .swatch { opacity: ${DIM}; }`).join("\n");
  }

  /** Draw a style layer once more for the scene's features alone, in its place: with a rim, wider, fuller, or ringed. */
  function bringForward(map, layers, i, highlights, paper) {
    const { id, type, paint = {}, layout = {}, metadata: { layer, kind }, ...rest } = layers[i], above = layers[i + 1]?.id;
    const only = ["all", rest.filter, ["in", ["get", "feature_id"], ["literal", highlights.filter((one) => one.layer === layer).map((one) => one.feature_id)]]];
    const again = (name, changed, how = type) => map.addLayer({ ...rest, id: `told-${id}${name}`, type: how, filter: only, ...(how === type ? { layout } : {}), paint: changed }, above);
    if (type === "line") {
      const { "line-dasharray": _, ...plain } = paint, width = each(paint["line-width"], (px) => Math.max(1.5 * px, 2));
      again("-rim", { ...plain, "line-color": paper, "line-opacity": 0.9, "line-width": each(width, (px) => px + 3) });
      again("", { ...paint, "line-opacity": 1, "line-width": width });
    } else if (type === "fill") {
      const edged = layers.some(({ type: other, metadata }) => other === "line" && metadata?.layer === layer && metadata.kind === kind);
      again("", { ...paint, "fill-opacity": each(paint["fill-opacity"] ?? 1, (opacity) => (edged ? opacity / 2 : opacity)) });
    } else if (layout["icon-image"]) {
      const ink = layers.find(({ id: other }) => other === `${layer}/${kind}/text`)?.paint["text-color"] ?? getComputedStyle(document.body).color;
      again("-rim", { "circle-radius": 15, "circle-opacity": 0, "circle-stroke-color": paper, "circle-stroke-width": 4.6 }, "circle");
      again("", { "circle-radius": 15, "circle-opacity": 0, "circle-stroke-color": ink, "circle-stroke-width": 2.6 }, "circle");
    }
  }

  // -- on the map: names that a room can read -------------------------------------------------------------------------------------
  const USUAL_PX = 1200; // how wide a window is that shows them as large as the map without a briefing does
  let enlarged = 0; // by how much they are; 0 as the style has them

  /** Let names of the map grow with the window, as the text beside it does, and push each other away; or be as they were. */
  function enlarge(map, on) {
    const factor = on ? Math.max(1, innerWidth / USUAL_PX) : 0;
    if (factor === enlarged) return;
    enlarged = factor;
    for (const { id, layout } of spec()) {
      if (!layout?.["text-field"]) continue;
      map.setLayoutProperty(id, "text-size", each(layout["text-size"], (px) => px * (factor || 1)));
      // Hidden layers' names are taken out of the map, so they cannot push either.
      map.setLayoutProperty(id, "text-ignore-placement", on ? false : layout["text-ignore-placement"] ?? false);
    }
  }

  // -- on the map: callouts ---------------------------------------------------------------------------------------------------
  const SVG = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(SVG, "svg");
  const overlay = make("div", { id: "told-callouts" });
  let callouts = [];
  const arrow = (name) => { const path = document.createElementNS(SVG, "path"); path.setAttribute("class", name); return path; };

  function call(scene) {
    callouts = (scene?.callouts ?? []).map((callout) => ({ ...callout, text: make("p", { textContent: callout.text }), halo: arrow("halo"), ink: arrow("ink") }));
    drawing.replaceChildren(...callouts.flatMap(({ halo, ink }) => [halo, ink]));
    overlay.replaceChildren(drawing, ...callouts.map(({ text }) => text));
    for (const { text } of callouts) fitBox(text);
    if (g.map.live) place(g.map.live);
  }

  /** A box as wide as its longest line: a box whose text wraps would keep the width it wanted. */
  function fitBox(text) {
    const words = document.createRange();
    words.selectNodeContents(text);
    const style = getComputedStyle(text);
    const edge = ["paddingLeft", "paddingRight", "borderLeftWidth", "borderRightWidth"].reduce((sum, name) => sum + Number.parseFloat(style[name]), 0);
    text.style.width = `${Math.ceil(words.getBoundingClientRect().width + edge) + 1}px`;
  }

  /** Put each text to its side of the place, whole on the map, and draw the arrow from its edge. */
  function place(map) {
    if (!callouts.length) return;
    const width = box.clientWidth, height = box.clientHeight, taken = [];
    for (const { lon, lat, to, offset_pct: percent, text, halo, ink } of callouts) {
      const at = map.project([lon, lat]);
      const away = at.x < 0 || at.y < 0 || at.x > width || at.y > height;
      text.hidden = away;
      for (const path of [halo, ink]) path.style.display = away ? "none" : "";
      if (away) continue;
      const [dx, dy] = SIDES[to], far = (percent / 100) * height / Math.hypot(dx, dy);
      const half = { x: text.offsetWidth / 2, y: text.offsetHeight / 2 };
      const inside = (value, reach, most) => Math.min(Math.max(value, reach + MARGIN_PX), Math.max(reach + MARGIN_PX, most - reach - MARGIN_PX));
      // The text's near edge lies that far away, so that a long text does not come closer than a short one.
      const x = inside(at.x + dx * (far + half.x * Math.abs(dx)), half.x, width);
      let y = inside(at.y + dy * (far + half.y * Math.abs(dy)), half.y, height);
      for (const other of taken)
        if (Math.abs(other.x - x) < other.half.x + half.x + 6 && Math.abs(other.y - y) < other.half.y + half.y + 6)
          y = inside(other.y + (y < other.y ? -1 : 1) * (other.half.y + half.y + 8), half.y, height);
      taken.push({ x, y, half });
      text.style.transform = `translate(${Math.round(x - half.x)}px, ${Math.round(y - half.y)}px)`;
      draw(halo, ink, at, { x, y, half });
    }
  }

  function draw(halo, ink, at, { x, y, half }) {
    const run = { x: at.x - x, y: at.y - y };
    const share = Math.min(half.x / Math.max(Math.abs(run.x), 1e-6), half.y / Math.max(Math.abs(run.y), 1e-6), 1);
    const from = { x: x + run.x * share, y: y + run.y * share };
    const length = Math.hypot(at.x - from.x, at.y - from.y);
    const shown = share < 1 && length > ARROW_GAP_PX + 6;
    for (const path of [halo, ink]) path.style.display = shown ? "" : "none";
    if (!shown) return;
    const unit = { x: (at.x - from.x) / length, y: (at.y - from.y) / length };
    const tip = { x: at.x - unit.x * 3, y: at.y - unit.y * 3 };
    const wing = (side) => `${(tip.x - unit.x * 13 - side * unit.y * 6).toFixed(1)} ${(tip.y - unit.y * 13 + side * unit.x * 6).toFixed(1)}`;
    const path = `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${tip.x.toFixed(1)} ${tip.y.toFixed(1)}M${wing(1)}L${tip.x.toFixed(1)} ${tip.y.toFixed(1)}L${wing(-1)}`;
    halo.setAttribute("d", path);
    ink.setAttribute("d", path);
  }
  document.addEventListener("map-move", ({ detail: map }) => place(map));

  g.told = { word,
    make, runs, kindText, panel, notes, overlay, write, settle, call,
    emphasise: (scene) => g.map.live && emphasise(g.map.live, scene),
    calm: () => g.map.live && calm(g.map.live),
    enlarge: (on) => box.dataset.state === "live" && g.map.live && enlarge(g.map.live, on),
    open() { document.head.append(faint); document.body.append(panel, notes); box.append(overlay); },
    close() { for (const part of [faint, panel, notes, timeline, overlay]) part.remove(); callouts = []; },
  };
})();
