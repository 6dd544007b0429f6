/* Presenting a briefing: one scene after another over the live map, by keys, clicker, buttons or the presenter's window.
   Nothing of it gets into undo or the scenario's address; `Esc` puts back what was on the map before.
   A page at /present/<id> has the briefing in it (`boot.present`, see dashboard/briefings.py) and begins by itself. */
import { g } from "../state/page.js";

const { told } = g, { make, word } = told;
const root = document.documentElement, box = document.getElementById("map");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const FLIGHT_MS = 850, FADE_MS = 500, TYPING_MS = 4000, POINTER_MS = 2500;
let briefing = null, number = 0, before = null, panels = null;
let leaving = false;
let pushed = false; // this page came here from the map, so that going back leads there again
const $ = (id) => document.getElementById(id);
const scene = () => briefing?.scenes[number - 1] ?? null;

// -- what stands round the map ------------------------------------------------------------------------------------------
const button = (id, label, glyph, act) => {
  const made = make("button", { id, type: "button", title: label, ariaLabel: label, textContent: glyph });
  made.addEventListener("click", act);
  return made;
};
const marks = [make("p", { className: "told-marking" }), make("span", { className: "told-marking" })];
const line = make("span", { className: "told-line" }), notice = make("span", { className: "notice" });
const progress = make("span", { id: "told-progress", role: "status" });
const top = make("div", { id: "told-top" }, marks[0]);
const foot = make("footer", { id: "told-foot" }, make("div", {}, notice, line), marks[1],
  make("div", { className: "told-steps" }, button("told-back", "Previous scene  ←", "‹", () => step(-1)), progress,
    button("told-forward", "Next scene  →", "›", () => step(1))));
const switches = make("div", { className: "told-switches", role: "group", ariaLabel: "Layers" });
const bar = make("div", { id: "told-bar" }, switches, make("div", { className: "told-tools", role: "group", ariaLabel: "Presentation" },
  button("told-notes-toggle", "Notes  N", "Notes", () => toggleNotes()), button("told-black-toggle", "Black screen  B", "Black", () => blacken()),
  button("told-full", "Full screen  F", "Full screen", () => fullScreen()),
  g.inline ? null : button("told-presenter", "Presenter view in a second window  S", "Presenter view", () => openPresenter()),
  button("told-leave", "Leave  Esc", "✕", () => leave())));
const laser = make("div", { id: "told-laser", hidden: true, ariaHidden: "true" });
const black = make("div", { id: "told-black", hidden: true });
const keys = make("div", { id: "told-keys", role: "status" });
const parts = [top, foot, bar, laser, black, keys];
black.addEventListener("click", () => blacken(false));

for (const layer of g.boot.layers.filter(({ group }) => group !== "base")) {
  const chip = button(`told-switch-${layer.id}`, `${layer.title} on or off`, layer.title, () => g.setVisible(layer.id, !g.state.layers.has(layer.id)));
  if (!g.inline) switches.append(chip); // a single file has switches of its own
}
function paintSwitches() {
  for (const { id } of g.boot.layers) $(`told-switch-${id}`)?.setAttribute("aria-pressed", String(g.state.layers.has(id)));
}
g.listen((changed) => {
  if (!briefing) return;
  if (changed.includes("layers")) paintSwitches();
  if (arrived && changed.some((key) => key === "layers" || key === "theme")) told.emphasise(scene());
  if (changed.includes("line")) line.textContent = word("Line: ") + (g.boot.dates[g.state.line] ?? g.state.line);
});

let hinting = 0;
function hint(message, forMs = 5000) {
  keys.textContent = word(message);
  keys.dataset.shown = "yes";
  clearTimeout(hinting);
  hinting = setTimeout(() => { delete keys.dataset.shown; }, forMs);
}
const KEYS = "→ next · ← back · 3 Enter scene 3 · B black · F full screen · N notes · L laser" + (g.inline ? "" : " · S presenter view") + " · Esc leave";

// -- from scene to scene ----------------------------------------------------------------------------------------------------
let arriving = 0, arrived = false;
/** Show a scene exactly as the briefing has it. A key during a flight ends the flight: the map jumps. */
function show(to, { fly = true } = {}) {
  const next = Math.min(Math.max(to, 1), briefing.scenes.length);
  const moves = fly && !arriving && !still.matches && box.dataset.state === "live";
  clearTimeout(arriving);
  arriving = 0;
  arrived = false;
  number = next;
  const now = g.scene = scene();
  root.dataset.scene = String(number);
  delete root.dataset.arrived;
  closeFeature();
  told.call(null);
  told.calm();
  fade(moves ? FADE_MS : 0);
  g.restore({ ...now.state, theme: g.state.theme, title: g.state.title, view: g.state.view, side: "a" }, { keep: true, address: false });
  g.state.view = now.state.view;
  told.write(now);
  write();
  if (g.map.live) g.map.goTo(g.opening(), { keep: false, duration: moves ? FLIGHT_MS : 0 });
  if (moves) arriving = setTimeout(arrive, FLIGHT_MS + 20);
  else if (box.dataset.state === "live") arrive();
  tell();
}
function arrive() {
  if (!briefing) return;
  arriving = 0;
  arrived = true;
  fade(0);
  told.emphasise(scene());
  told.call(scene());
  root.dataset.arrived = String(number);
  performance.mark(`scene-${number}`);
  setTimeout(prefetch, 300);
}
const step = (by) => { blacken(false); if (number + by >= 1 && number + by <= briefing.scenes.length) show(number + by); };

/** How long layers take to come and go. Not public API of MapLibre, hence guarded: without it they switch at once. */
function fade(duration) {
  const sheet = g.map.live?.style?.stylesheet;
  if (sheet) sheet.transition = { duration, delay: 0 };
}

function write() {
  progress.textContent = `${number} / ${briefing.scenes.length}`;
  line.textContent = word("Line: ") + scene().line;
  paintSwitches();
  $("told-back").disabled = number === 1;
  $("told-forward").disabled = number === briefing.scenes.length;
  if (g.inline) { try { history.replaceState(null, "", `#${number}`); } catch { /* some browsers let no file have an address */ } return; }
  const search = g.boot.present ? location.search : "";
  history.replaceState({ present: briefing.id, before, pushed }, "", `${g.base}/present/${briefing.id}${search}#${number}`);
  document.title = `${number}. ${scene().title}`;
}

/** The next scene's data, so that it is there when it is wanted. */
function prefetch() {
  const next = briefing?.scenes[number];
  if (!next || g.inline) return;
  const from = { ...next.state, layers: new Set(next.state.layers) };
  for (const id of next.state.layers) {
    const url = g.dataUrl(id, from);
    if (url !== g.dataUrl(id)) fetch(url, { priority: "low" }).then((answer) => answer.arrayBuffer()).catch(() => {}); // else the map asks
  }
}

// -- begin and leave ------------------------------------------------------------------------------------------------------------
function start(data, at = 1, { push = true } = {}) {
  if (briefing) return;
  if (g.measuring) g.actions?.["measure-toggle"]?.();
  if ($("timeline-play")?.getAttribute("aria-label") === "Pause") $("timeline-play").click();
  closeFeature();
  briefing = data;
  panels = { left: root.dataset.left, right: root.dataset.right, legend: root.dataset.legend };
  const kept = history.state?.present === data.id ? history.state : null; // a reload
  before = kept?.before ?? (g.boot.present ? { ...g.boot.scenario, side: "a" } : g.snapshot());
  g.hold(true);
  pushed = (push || Boolean(kept?.pushed)) && !g.inline;
  if (pushed && push) history.pushState(null, "", `${g.base}/present/${data.id}`);
  root.toggleAttribute("data-present", true);
  root.dataset.legend = g.narrow.matches ? "folded" : "open";
  root.dataset.right = "folded";
  const marking = data.marking, letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  for (const mark of marks) mark.textContent = marking;
  root.toggleAttribute("data-marked", Boolean(marking));
  notice.textContent = letters(marking) === letters(data.notice) ? "" : data.notice;
  document.body.append(...parts);
  told.open();
  watch(true);
  lookAgain();
  show(at, { fly: false });
  if (!matchMedia("(hover: none)").matches) hint(KEYS, 6000); // a phone has no keys, and the line would cover its text
}

/** The map gets another size when the panels go and come, and plotly.js then puts it where it once opened. */
function lookAgain() {
  g.map.live?.once("resize", () => g.map.goTo(g.opening(), { keep: false, duration: 0 }));
}

function leave() {
  if (!briefing || leaving) return;
  if (pushed) { leaving = true; return history.back(); } // `popstate` does the rest
  stop();
  if (g.inline) return;
  history.replaceState(null, "", `${g.base}/`);
  g.hold(false);
}

/** Put back what was there before; the address is left to the caller. */
function stop() {
  clearTimeout(arriving);
  arriving = 0;
  closeFeature();
  told.call(null);
  told.calm();
  fade(0);
  blacken(false);
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  tell("bye");
  briefing = g.scene = null;
  leaving = arrived = false;
  watch(false);
  for (const part of parts) part.remove();
  told.enlarge(false);
  told.close();
  laser.hidden = true;
  delete root.dataset.laser;
  for (const name of ["data-present", "data-marked", "data-scene", "data-arrived", "data-timeline"]) root.removeAttribute(name);
  Object.assign(root.dataset, panels);
  g.restore({ ...before, theme: g.state.theme, view: g.state.view }, { keep: true, address: false });
  g.state.view = before.view;
  lookAgain();
  g.map.goTo(g.opening(), { keep: false, duration: 0 });
  document.title = g.state.title;
  document.dispatchEvent(new CustomEvent("present-left"));
}
addEventListener("popstate", () => {
  if (!briefing) return;
  const at = location.pathname === `${g.base}/present/${briefing.id}` ? Number.parseInt(location.hash.slice(1)) : 0;
  if (at) return void (at !== number && show(at)); // the address was edited by hand
  stop();
  g.hold(false);
}, true);

const closeFeature = () => {
  if (root.dataset.feature !== "open") return false;
  g.actions["close-right"]();
  root.dataset.right = "folded";
  return true;
};

// -- keys, mouse, size ------------------------------------------------------------------------------------------------------------
let typed = "", typing = 0;
function type(digit) {
  typed = (typed + digit).slice(-3);
  progress.textContent = `→ ${typed}`;
  clearTimeout(typing);
  typing = setTimeout(forget, TYPING_MS);
}
function forget() {
  clearTimeout(typing);
  typed = "";
  if (briefing) progress.textContent = `${number} / ${briefing.scenes.length}`;
}
const does = {
  ArrowRight: () => step(1), " ": () => step(1), PageDown: () => step(1), ArrowLeft: () => step(-1), PageUp: () => step(-1),
  Home: () => show(1), End: () => show(briefing.scenes.length),
  Enter: () => { const to = Number(typed); forget(); if (to) { blacken(false); show(to); } },
  b: () => blacken(), ".": () => blacken(), f: () => fullScreen(), n: () => toggleNotes(), l: () => toggleLaser(),
  s: () => openPresenter(), t: () => g.change({ theme: g.theme() === "dark" ? "light" : "dark" }), "?": () => hint(KEYS, 8000),
  Escape: () => { if (typed) forget(); else if (!closeFeature()) leave(); },
};
function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (key.toLowerCase() === "z") event.stopPropagation(); // undo must not reach behind the presentation
    return;
  }
  if (key === "Tab" || key === "+" || key === "-" || g.inDialog()) return;
  if (target.closest?.("button, a, input, #told-notes") && ([" ", "Enter"].includes(key) && !typed)) return;
  const act = /^[0-9]$/.test(key) ? () => type(key) : does[key.length === 1 ? key.toLowerCase() : key];
  if (act) event.preventDefault();
  event.stopImmediatePropagation(); // the page's own shortcuts rest
  if (act && !(event.repeat && key.length === 1 && key !== " ")) act();
}
let pointing = 0;
function onPointer({ clientX, clientY }) {
  laser.style.transform = `translate(${clientX}px, ${clientY}px)`;
  root.dataset.pointer = "yes";
  clearTimeout(pointing);
  pointing = setTimeout(() => { delete root.dataset.pointer; }, POINTER_MS);
}
// A button clicked by mouse must not catch the space bar afterwards.
const onClick = (event) => { if (event.detail) event.target.closest?.("#told-bar button, #told-foot button")?.blur(); };
const resized = new ResizeObserver(() => { if (briefing) { told.settle(); told.enlarge(true); } });
function watch(on) {
  const act = on ? addEventListener : removeEventListener;
  act("keydown", onKey, true);
  act("pointermove", onPointer);
  act("click", onClick);
  act("pagehide", onHide);
  if (on) resized.observe(root); else resized.disconnect();
}
const onHide = () => tell("bye");

function blacken(on = black.hidden) {
  if (black.hidden === !on) return;
  black.hidden = !on;
  tell();
}
function toggleNotes() { told.notes.hidden = !told.notes.hidden; $("told-notes-toggle").setAttribute("aria-pressed", String(!told.notes.hidden)); }
function toggleLaser() {
  laser.hidden = !laser.hidden;
  root.toggleAttribute("data-laser", !laser.hidden);
}
function fullScreen() {
  const asked = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.();
  (asked ?? Promise.reject(new Error())).catch(() => hint("This browser does not allow full screen here; its own key, usually F11, does the same."));
}

// -- the presenter's window --------------------------------------------------------------------------------------------------------
function openPresenter() {
  if (g.inline) return;
  const opened = open(`${g.base}/presenter/${briefing.id}`, `presenter-${briefing.id}`, "popup,width=1180,height=780");
  if (!opened) hint("The browser blocked the second window: allow pop-ups for this page, then press S again.");
}
const channel = g.inline ? null : new BroadcastChannel("briefing");
function tell(kind = "at") {
  if (briefing) channel?.postMessage({ from: "present", kind, id: briefing.id, number, black: !black.hidden });
}
channel?.addEventListener("message", ({ data }) => {
  if (!briefing || data.from !== "presenter" || data.id !== briefing.id) return;
  if (data.kind === "hello") tell();
  if (data.kind === "go") { blacken(false); show(data.number); }
  if (data.kind === "black") blacken(data.on);
});

// -- ways in: present_choice.js decides which briefing ------------------------------------------------------------------------------
/** Fetch a shipped briefing and begin; throws where there is none of that id, or no server. */
async function begin(id) {
  const answer = await fetch(`${g.base}/briefings/${encodeURIComponent(id)}.json`);
  if (!answer.ok) throw new Error(String(answer.status));
  start(await answer.json());
}
// Once the map has followed the scenario (`MapView.open`), else that would undo the emphasis.
document.addEventListener("map-live", () => setTimeout(() => {
  if (!briefing || arrived) return;
  told.enlarge(true);
  g.map.goTo(g.opening(), { keep: false, duration: 0 });
  arrive();
}));
g.present = { start, begin, leave, show: (to) => briefing && show(to), get briefing() { return briefing; }, get number() { return number; } };
if (g.boot.present) start(g.boot.present, g.boot.present.scenes.indexOf(g.scene) + 1, { push: false });
