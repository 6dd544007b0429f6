/* The one state of the page: which layers, line, view, theme and parameters, of one scenario or of two side by side, and how it
   changes. Whoever wants to follow listens; nothing else holds a copy. The address that says it is written by state/address.js. */
import { assumptionsQuery, comparedQuery, dataQuery, LETTERS, paramPairs, scenarioQuery, viewText, visibleLayers } from "./address.js";
import { base, boot, layerById, paramSpecs } from "./boot.js";
import { inline } from "./inline.js";
import { recall, remember as store } from "./storage.js";
import { inLanguage, isEnglish, language } from "./words.js";

export { viewText };
/** @typedef {import("../types").State} State */
/** @typedef {import("../types").StateKey} StateKey */
/** @typedef {import("../types").Choice} Choice */
/** @typedef {import("../types").Side} Side */
/** @typedef {import("../types").PlainChoice} PlainChoice */
/** @typedef {import("../types").PlainScenario} PlainScenario */

// A page that presents a briefing opens at the scene that its address names.
const scenes = boot.present?.scenes ?? [];
const firstScene = scenes[Math.min(Math.max(Number.parseInt(location.hash.slice(1)) || 1, 1), scenes.length) - 1] ?? null;
const opened = firstScene ? { ...firstScene.state, theme: boot.scenario.theme, title: boot.scenario.title } : boot.scenario;

/** @param {PlainChoice} from @returns {Choice} */
const own = ({ layers, line, title, name = "", params }) => ({ layers: new Set(layers), line, title, name, params: { ...params } });

/* Two scenarios can stand side by side: A, and B to compare with. The state is the one being edited (`side`), with what both
   share (view, theme); `other` is the one beside it, or null. `more` are a third to a sixth, which stand in small maps. */
/** @type {State} */
export const state = { ...own(opened), view: opened.view, theme: opened.theme, side: "a",
  other: opened.compare ? own(opened.compare) : null, more: opened.more ?? [], scene: firstScene, measuring: false };

/** The scenario of a side, or null where there is none. @param {Side} side @returns {Choice | null} */
export const of = (side) => (side === state.side ? state : state.other);
const sideA = () => /** @type {Choice} */ (of("a")); // there is always one

/** @param {Choice} [from] */
export const visible = (from = state) => visibleLayers(boot.layers, from);
/** All that are compared, A first; one alone where none is. */
export const compared = () => [sideA(), ...[of("b")].filter((one) => one !== null), ...state.more.map(own)];
export const query = (lang = language) =>
  scenarioQuery({ ...boot, lang: lang === "en" ? "" : lang }, { a: sideA(), others: compared().slice(1), view: state.view, theme: state.theme });
/** What the assessment is of: each that is compared, A first; in the page's language. */
export const comparedQueries = () => compared().map((one) => comparedQuery(boot, one) + (isEnglish ? "" : `&lang=${language}`));
/** What the guarantees of the scenario being edited come to depends on this: no other layer, no name, no view. */
export const guaranteesQuery = () => comparedQuery(boot, { ...state, name: "", layers: new Set(visible().filter((id) => layerById[id].group === "guarantee")) }) + (isEnglish ? "" : `&lang=${language}`);
/** @param {Choice} [from] */
export const assumptions = (from = state) => assumptionsQuery(boot.layers, from) + (isEnglish ? "" : `&lang=${language}`);

/** What a layer's label depends on. @param {string} id @param {import("../types").DataChoice} [from] */
export const labelQuery = (id, from = state) => dataQuery(boot.layers, layerById[id], from);

/** The address of a layer's data; in a file that carries them, the data. @param {string} id @param {import("../types").DataChoice} [from] */
export function dataUrl(id, from = state) {
  const text = dataQuery(boot.layers, layerById[id], from);
  if (inline) return inline.data(id, text);
  return inLanguage(`${location.origin}${base}/layers/${id}.geojson${text ? "?" + text : ""}`);
}

/** Whether the ground that only one covers is marked: of more than two, no two are the ones that differ. */
export const showsOnlyIn = () => Boolean(state.other) && !state.more.length && !inline;
/** The address of that ground, whatever the two are called; '' where none is marked. */
export const onlyInUrl = () => (showsOnlyIn() ? `${location.origin}${base}/only_in.geojson?${scenarioQuery(boot, {
  a: { ...sideA(), name: "", title: boot.defaults.title }, others: compared().slice(1).map((one) => ({ ...one, name: "", title: boot.defaults.title })), view: null, theme: "" })}` : "");

// -- the state as a plain value ----------------------------------------------------------------------------------------------
/** @overload @param {Choice} from @returns {PlainChoice} */
/** @overload @param {Choice | null} from @returns {PlainChoice | null} */
/** @param {Choice | null} from @returns {PlainChoice | null} */
function plain(from) {
  return from && { layers: visible(from), line: from.line, title: from.title, name: from.name, params: Object.fromEntries(paramPairs(boot.layers, from)) };
}
/** What history keeps, what the server answers and what `restore` takes. A stands at its top, B in `compare`; `side` is the one
 * being edited. @returns {PlainScenario} */
export const snapshot = () => ({ ...plain(sideA()), view: state.view, theme: state.theme, compare: plain(of("b")), more: state.more, side: state.side });
/** @param {unknown} a @param {unknown} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// -- who follows -----------------------------------------------------------------------------------------------------------------
/** @typedef {(keys: StateKey[]) => void} Listener */
/** @type {Set<Listener>} */
const listeners = new Set();
/** @type {Set<Listener>} */
const restored = new Set();
/** Be called with the keys of the state that changed. @param {Listener} listener */
export const listen = (listener) => listeners.add(listener);
/** Be called when a scenario was taken whole: undo, back, a file. @param {Listener} listener */
export const onRestore = (listener) => restored.add(listener);

// -- address and undo ------------------------------------------------------------------------------------------------------------
// While a briefing is shown, neither address nor undo follow; nor in a frame, whose steps the reader's "back" would have to take.
let held = firstScene !== null || Boolean(boot.embed);
/** @param {boolean} push */
function writeAddress(push) {
  if (inline || held) return;
  const text = query();
  const url = location.pathname + (text ? "?" + text : "") + location.hash;
  const changed = url !== location.pathname + location.search + location.hash;
  history[push && changed ? "pushState" : "replaceState"](snapshot(), "", url);
}

/** Undo keeps what was chosen, not where one looked. @typedef {Omit<PlainScenario, "view" | "theme">} Step */
/** @type {Step[]} */
const undone = [];
/** @type {Step[]} */
const done = [];
/** @param {PlainScenario} whole @returns {Step} */
const chosen = ({ view: _view, theme: _theme, ...rest }) => rest;
let lastKeys = "", lastTime = 0;
/** A drag of one slider is one step. @param {Step} before @param {StateKey[]} keys */
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
/** @param {Step[]} from @param {Step[]} to */
function step(from, to) {
  const target = from.pop();
  if (!target) return false;
  to.push(chosen(snapshot()));
  lastKeys = "";
  restore({ ...snapshot(), ...target }, { push: true, keep: true });
  return true;
}
/** Whether there is a step to take back, and one to take again. */
export const steps = () => ({ undo: done.length > 0, redo: undone.length > 0 });
export const undo = () => step(done, undone);
export const redo = () => step(undone, done);

/* A switch of language loads the page again; what can be undone goes with it, to the same map only. */
const STEPS = "steps";
export const keepSteps = () => store(STEPS, JSON.stringify({ of: query("en"), title: boot.defaults.title, done, undone }), "sessionStorage");
function takeSteps() {
  const text = recall(STEPS, "sessionStorage");
  if (!text) return;
  store(STEPS, "", "sessionStorage");
  const { of: map, title } = JSON.parse(text);
  if (map !== query("en")) return;
  // The title that nobody chose is in the page's language.
  const kept = JSON.parse(text, (key, value) => (key === "title" && value === title ? boot.defaults.title : value));
  done.push(...kept.done);
  undone.push(...kept.undone);
}
if (!inline && !held) takeSteps();

// -- change ------------------------------------------------------------------------------------------------------------------------
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;
/** Change part of the scenario; listeners get the keys that changed. A move replaces the address, a choice adds one; a drag of
 * a slider adds one when it has come to rest. @param {Partial<State>} part @param {{ keep?: boolean, address?: boolean }} [options] */
export function change(part, { keep = false, address = true } = {}) {
  const before = chosen(snapshot());
  Object.assign(state, part);
  const keys = /** @type {StateKey[]} */ (Object.keys(part));
  if (!keep && !held && !same(before, chosen(snapshot()))) remember(before, keys);
  clearTimeout(settling);
  const push = keys.some((key) => key !== "view");
  if (address) {
    if (keys.length === 1 && keys[0] === "params") settling = setTimeout(() => writeAddress(true), 300);
    else writeAddress(push);
  }
  listeners.forEach((listener) => listener(keys));
}

/** Take a whole scenario, or part of one: only what differs is touched, so only what depends on it is fetched.
 * @param {Partial<PlainScenario>} target @param {{ push?: boolean, keep?: boolean, address?: boolean }} [options] */
export function restore(target, { push = false, keep = false, address = true } = {}) {
  const next = { ...snapshot(), ...target };
  const a = own(next), b = next.compare && own(next.compare), side = (b && next.side) || "a";
  /** @typedef {Pick<State, "layers" | "line" | "title" | "name" | "params" | "view" | "theme" | "side" | "other" | "more">} Restored */
  /** @type {Restored} */
  const to = { ...(side === "b" && b ? b : a), view: next.view, theme: next.theme, side, other: side === "a" ? b : a,
    more: b ? (next.more ?? []).map((one) => /** @type {PlainChoice} */ (plain(own(one)))) : [] };
  /** @param {Restored} from */
  const shown = (from) => ({ ...from, ...plain(from), other: plain(from.other) });
  const now = shown(state), then = shown(to);
  const keys = /** @type {(keyof Restored)[]} */ (Object.keys(to)).filter((key) => !same(now[key], then[key]));
  if (keys.length) change(Object.fromEntries(keys.map((key) => [key, to[key]])), { keep, address });
  if (push && address) { clearTimeout(settling); writeAddress(true); }
  restored.forEach((listener) => listener(keys));
}

const published = { ...boot.defaults, name: "", params: {} };
export const isPublished = () => same(plain({ ...state, name: "" }), plain(own(published)));
/** The scenario being edited is the map as proposed again; where one looks and light or dark stay. */
export const reset = () => restore(state.side === "a" ? published : { compare: published }, { push: true });

/** Start comparing: B begins as a copy of A, and is the one edited. */
export function compare() {
  if (!state.other) restore({ compare: plain(state), side: "b" }, { push: true });
}
/** Stop: one of them stays, by default the one being edited. Its name was that among others. @param {number} [index] */
export function single(index = LETTERS.indexOf(state.side)) {
  if (state.other) restore({ ...plain(compared()[index]), name: "", compare: null, more: [], side: "a" }, { push: true });
}
/** Whether all that are compared say the same, whatever they are called. */
export const allSame = () => new Set(compared().map((one) => JSON.stringify(plain({ ...one, name: "" })))).size === 1;
/** All that are compared become these: the first A, the second B. @param {Choice[]} all @param {Side} [side] */
function compareThese([a, b, ...more], side = state.side) {
  restore({ ...plain(a), compare: plain(b), more: more.map((one) => /** @type {PlainChoice} */ (plain(one))), side }, { push: true });
}
/** Change one of those that are compared. @param {number} index @param {Partial<Choice>} part */
export function changeCompared(index, part) {
  compareThese(compared().map((one, i) => (i === index ? { ...own(/** @type {PlainChoice} */ (plain(one))), ...part } : one)));
}
/** Keep the one being edited for the small maps, as it is now. */
export function keepForMaps() {
  if (state.other && compared().length < LETTERS.length) restore({ more: [...state.more, /** @type {PlainChoice} */ (plain(state))] }, { push: true });
}
/** Leave one of those out that stand in small maps alone. @param {number} index */
export function leaveOut(index) {
  compareThese(compared().filter((_, i) => i !== index));
}
/** Put one of those that stand in small maps alone onto the map, in the place of B. @param {number} index */
export function showAsB(index) {
  const all = compared();
  [all[1], all[index]] = [all[index], all[1]];
  compareThese(all, "b");
}
/** Edit the other of two scenarios. @param {Side} side */
export function turnTo(side) {
  if (state.other) restore({ side });
}

/** @param {string} id @param {boolean} on */
export function setVisible(id, on) {
  if (state.layers.has(id) === on) return;
  const layers = new Set(state.layers);
  layers[on ? "add" : "delete"](id);
  change({ layers });
}

/** @param {string} key */
export const paramText = (key) => state.params[key] ?? paramSpecs[key].default;

/** Set parameters by key; a text equal to the default leaves the address. @param {Record<string, string>} texts */
export function setParams(texts) {
  const params = { ...state.params };
  for (const [key, text] of Object.entries(texts))
    if (text === paramSpecs[key].default) delete params[key]; else params[key] = text;
  if (JSON.stringify(params) !== JSON.stringify(state.params)) change({ params });
}

/** The theme on screen: the chosen one, else the device's. */
const dark = matchMedia("(prefers-color-scheme: dark)");
export const theme = () => state.theme || (dark.matches ? "dark" : "light");
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

/** Hold address and undo as they are, or let them follow again; the address then says what is on the map. @param {boolean} on */
export function hold(on) {
  clearTimeout(settling);
  if (on) writeAddress(true);
  held = on;
  if (!on) writeAddress(false);
}
