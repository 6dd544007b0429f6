/* The scenario in the browser: which layers, line, view, theme and parameters, and the address that says so.
   The server reads addresses and judges them (layers/scenario.py); here they are only written. */
import { inline } from "./inline.js";
import { g } from "./page.js";

const boot = JSON.parse(document.getElementById("boot").textContent);
const base = document.documentElement.dataset.base ?? ""; // what the site lies under, such as /map
const listeners = new Set();

/* Two scenarios can stand side by side: A, and B to compare with. `state` is the one being edited (`side`), with what
   both share (view, theme); `other` is the one beside it, or null. */
// A page that presents a briefing opens at the scene that its address names.
const scenes = boot.present?.scenes ?? [];
const scene = scenes[Math.min(Math.max(Number.parseInt(location.hash.slice(1)) || 1, 1), scenes.length) - 1] ?? null;
const opened = scene ? { ...scene.state, theme: boot.scenario.theme, title: boot.scenario.title } : boot.scenario;
const own = ({ layers, line, title, params }) => ({ layers: new Set(layers), line, title, params: { ...params } });
const state = { ...own(opened), view: opened.view, theme: opened.theme, side: "a",
  other: opened.compare ? own(opened.compare) : null };
const of = (side) => (side === state.side ? state : state.other);

const order = boot.layers.map((layer) => layer.id);
const byId = Object.fromEntries(boot.layers.map((layer) => [layer.id, layer]));
const visible = (from = state) => order.filter((id) => from.layers.has(id));
const encode = (text) => encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%20", "+");
const join = (pairs) => pairs.map(([key, text]) => `${encode(key)}=${encode(text)}`).join("&");
const paramPairs = (ids, from) =>
  boot.layers.flatMap((layer) =>
    ids.includes(layer.id)
      ? layer.params.map(({ name }) => `${layer.id}.${name}`)
          .filter((key) => key in from.params).map((key) => [key, from.params[key]])
      : []);

function ownPairs(from, shared = []) {
  const pairs = [];
  if (visible(from).join() !== boot.defaults.layers.join()) pairs.push(["layers", visible(from).join()]);
  if (from.line !== boot.defaults.line) pairs.push(["line", from.line]);
  pairs.push(...shared);
  if (from.title !== boot.defaults.title) pairs.push(["title", from.title]);
  return [...pairs, ...paramPairs(order, from)];
}

/** The whole scenario as a query: only what differs from the map as proposed, and last the edition whose numbers it
    was seen with. `b` holds the one beside it. */
function query() {
  const shared = [];
  if (state.view) shared.push(["view", viewText(state.view)]);
  if (state.theme) shared.push(["theme", state.theme]);
  const pairs = ownPairs(of("a"), shared);
  if (of("b")) pairs.push(["b", join(ownPairs(of("b")))]);
  if (pairs.length) pairs.push(["edition", String(boot.edition)]);
  return join(pairs);
}

/** What layers are built from: the line and all parameters. Does not change with toggles and moves. */
function assumptions(from = state) {
  return join([["line", from.line], ...paramPairs(order, from)]);
}

/** The address of a layer's data: only what that layer depends on, so that caches hit. */
function dataUrl(id, from = state) {
  const layer = byId[id];
  const pairs = layer ? paramPairs([id], from) : [];
  if (layer?.follows_line) pairs.unshift(["line", from.line]);
  const text = join(pairs);
  if (inline) return inline.data(id, text);
  return `${location.origin}${base}/layers/${id}.geojson${text ? "?" + text : ""}`;
}

const trim = (value, digits) => String(Number(value.toFixed(digits)));
const viewText = (view) => [trim(view.lon, 4), trim(view.lat, 4), trim(view.zoom, 2)].join();

/** The scenario as a plain value: what history keeps, what the server answers and what restore takes. A stands at its top,
    B in `compare`; `side` is the one being edited. */
const plain = (from) => from && { layers: visible(from), line: from.line, title: from.title, params: Object.fromEntries(paramPairs(order, from)) };
const snapshot = () => ({ ...plain(of("a")), view: state.view, theme: state.theme, compare: plain(of("b")), side: state.side });
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

let held = scene !== null; // while a briefing is shown, neither address nor undo follow
function writeAddress(push) {
  if (inline || held) return;
  const text = query();
  const url = location.pathname + (text ? "?" + text : "") + location.hash;
  const changed = url !== location.pathname + location.search + location.hash;
  history[push && changed ? "pushState" : "replaceState"](snapshot(), "", url);
}

// Undo keeps what was chosen, not where one looked; a drag of one slider is one step.
const undone = [], done = [];
const chosen = ({ view, theme, ...rest }) => rest;
let lastKeys = "", lastTime = 0;
function remember(before, keys) {
  const now = Date.now(), name = keys.join();
  const goesOn = name === "params" && name === lastKeys && now - lastTime < 800;
  lastKeys = name;
  lastTime = now;
  if (goesOn) return;
  done.push(before);
  if (done.length > 200) done.shift();
  undone.length = 0;
}
function step(from, to) {
  const target = from.pop();
  if (!target) return false;
  to.push(chosen(snapshot()));
  lastKeys = "";
  restore({ ...snapshot(), ...target }, { push: true, keep: true });
  return true;
}

/** Change part of the scenario; listeners get the keys that changed. A move replaces the address, a choice adds
    one; a drag of a slider adds one when it has come to rest. */
let settling = 0;
function change(part, { keep = false, address = true } = {}) {
  const before = chosen(snapshot());
  Object.assign(state, part);
  const keys = Object.keys(part);
  if (!keep && !held && !same(before, chosen(snapshot()))) remember(before, keys);
  clearTimeout(settling);
  const push = keys.some((key) => key !== "view");
  if (address) {
    if (keys.length === 1 && keys[0] === "params") settling = setTimeout(() => writeAddress(true), 300);
    else writeAddress(push);
  }
  listeners.forEach((listener) => listener(keys));
}

/** Take a whole scenario, or part of one: only what differs is touched, so only what depends on it is fetched. */
function restore(target, { push = false, keep = false, address = true } = {}) {
  const next = { ...snapshot(), ...target };
  const a = own(next), b = next.compare && own(next.compare), side = b ? next.side : "a";
  const to = { ...(side === "a" ? a : b), view: next.view, theme: next.theme, side, other: side === "a" ? b : a };
  const shown = (from) => ({ ...from, ...plain(from), other: plain(from.other) });
  const now = shown(state), then = shown(to), part = {};
  for (const key of Object.keys(to)) if (!same(now[key], then[key])) part[key] = to[key];
  if (Object.keys(part).length) change(part, { keep, address });
  if (push && address) { clearTimeout(settling); writeAddress(true); }
  restored.forEach((listener) => listener(Object.keys(part)));
}
const restored = new Set();

/** The scenario being edited is the map as proposed again; where one looks and light or dark stay. */
const published = { ...boot.defaults, params: {} };
const isPublished = () => same(plain(state), plain(own(published)));
const reset = () => restore(state.side === "a" ? published : { compare: published }, { push: true });

/** Start comparing: B begins as a copy of A, and is the one edited. */
const compare = () => state.other || restore({ compare: plain(state), side: "b" }, { push: true });
/** Stop: the one being edited stays. */
const single = () => state.other && restore({ ...plain(state), compare: null }, { push: true });
const turnTo = (side) => state.other && restore({ side });

function setVisible(id, on) {
  if (state.layers.has(id) === on) return;
  const layers = new Set(state.layers);
  layers[on ? "add" : "delete"](id);
  change({ layers });
}

const specs = Object.fromEntries(boot.layers.flatMap((layer) => layer.params.map((spec) => [`${layer.id}.${spec.name}`, spec])));
const paramText = (key) => state.params[key] ?? specs[key].default;

/** Set parameters by key; a text equal to the default leaves the address. */
function setParams(texts) {
  const params = { ...state.params };
  for (const [key, text] of Object.entries(texts))
    if (text === specs[key].default) delete params[key]; else params[key] = text;
  if (JSON.stringify(params) !== JSON.stringify(state.params)) change({ params });
}

/** The theme on screen: the chosen one, else the device's. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => state.theme || (dark.matches ? "dark" : "light");
dark.addEventListener("change", () => state.theme || listeners.forEach((listener) => listener(["theme"])));
const stampTheme = () => document.documentElement.setAttribute("data-mantine-color-scheme", theme());
listeners.add(stampTheme);
stampTheme();

// Back and forward: the page's own memory, else the server reads the address, so that there is one reader.
addEventListener("popstate", async (event) => {
  if (held) return;
  const target = event.state ?? (await (await fetch(`${base}/scenario${location.search}`)).json()).scenario;
  restore({ side: "a", ...target }, { keep: true, address: false });
});
if (!inline && !held) history.replaceState(snapshot(), "");

/** Hold address and undo as they are, or let them follow again; the address then says what is on the map. */
function hold(on) {
  clearTimeout(settling);
  if (on) writeAddress(true);
  held = on;
  if (!on) writeAddress(false);
}

Object.assign(g, { boot, base, inline, scene, hold, state, byId, order, visible, query, assumptions, dataUrl, viewText,
  of, snapshot, change, restore, reset, isPublished, compare, single, turnTo, undo: () => step(done, undone), redo: () => step(undone, done),
  onRestore: (listener) => restored.add(listener), setVisible, setParams, paramText, specs, theme, listen: (listener) => listeners.add(listener) });
