/* Presenting a briefing: one scene after another over the live map, by keys, clicker, buttons or the presenter's window.
   Nothing of it gets into undo or the scenario's address; `Esc` puts back what was on the map before.
   A page at /present/<id> has the briefing in it (`boot.present`) and begins by itself. */
import { announce, closest, found, root } from "../dom.js";
import { isLive, mapPane } from "../map/map_pane.js";
import { setFade } from "../map/plotly.js";
import { opening } from "../map/view.js";
import { actions } from "../panels/actions.js";
import { base, boot } from "../state/boot.js";
import { inline } from "../state/inline.js";
import { change, dataUrl, hold, listen, restore, snapshot, state, theme } from "../state/scenario.js";
import { finger, inDialog, narrow, still } from "../state/screen.js";
import { showCallouts } from "./callouts.js";
import { calm, emphasize } from "./emphasis.js";
import { black, closeFeature, closeFrame, does, fullScreen, hint, KEYS, line, notesButton, openFrame, paintMarking, paintSteps, paintSwitches, progress, toggleLaser } from "./frame.js";
import { followLive, liveKey, liveText, moveLive, onLive, setLive, showLive } from "./live.js";
import { hearPresenter, tellPresenter } from "./presenter_link.js";
import { enlargeNames, nameFirst } from "./scene_names.js";
import { notes, settle, writeScene, writeTexts } from "./scene_panel.js";
import { closeSceneView, openSceneView } from "./scene_view.js";
import { inLanguage, t } from "../state/words.js";

/** @typedef {import("../types").Briefing} Briefing */
const FLIGHT_MS = 850, FADE_MS = 500, TYPING_MS = 4000;
/** @type {Briefing | null} */
let briefing = null;
let number = 0;
/** What was on the map before. @type {import("../types").PlainScenario | null} */
let before = null;
/** @type {Record<string, string | undefined>} */
let panels = {};
let leaving = false;
let pushed = false; // this page came here from the map, so that going back leads there again
const scene = () => briefing?.scenes[number - 1] ?? null;
const count = () => briefing?.scenes.length ?? 0;

listen((changed) => {
  if (!briefing) return;
  if (changed.includes("layers")) { paintSwitches(); paintMarking(scene()); }
  if (arrived && changed.some((key) => key === "layers" || key === "theme")) emphasize(scene());
  if (changed.includes("theme")) nameFirst(scene()?.places);
  if (changed.includes("params") && liveKey()) { followLive(); tell(); }
  if (changed.includes("line")) line.textContent = t("Line: {date}", { date: boot.dates[state.line] ?? state.line });
});

// -- from scene to scene ----------------------------------------------------------------------------------------------------
/** @type {ReturnType<typeof setTimeout> | undefined} */
let arriving;
let arrived = false;
/** Once the map has the size of the stage; until then it is put back to where the scene looks. */
let sized = Promise.resolve();
/** Show a scene exactly as the briefing has it. A key during a flight ends the flight: the map jumps. @param {number} to */
function show(to, { fly = true } = {}) {
  const moves = fly && !arriving && !still.matches && isLive();
  clearTimeout(arriving);
  arriving = undefined;
  arrived = false;
  number = Math.min(Math.max(to, 1), count());
  const now = (state.scene = scene());
  if (!now) return;
  root.dataset.scene = String(number);
  delete root.dataset.arrived;
  closeFeature();
  showCallouts(null);
  calm();
  setFade(mapPane.live, moves ? FADE_MS : 0);
  restore({ ...now.state, theme: state.theme, title: state.title, view: state.view, side: "a" }, { keep: true, address: false });
  state.view = now.state.view;
  nameFirst(now.places);
  writeScene(now);
  showLive(now);
  write();
  if (mapPane.live) mapPane.goTo(opening(), { keep: false, duration: moves ? FLIGHT_MS : 0 });
  if (moves) arriving = setTimeout(arrive, FLIGHT_MS + 20);
  else if (isLive()) arrive();
  tell();
}
function arrive() {
  if (!briefing) return;
  arriving = undefined;
  arrived = true;
  setFade(mapPane.live, 0);
  emphasize(scene());
  showCallouts(scene());
  performance.mark(`scene-${number}`);
  const at = number;
  sized.then(() => { if (arrived && number === at) root.dataset.arrived = String(at); });
  setTimeout(prefetch, 300);
}
/** @param {number} by */
function step(by) {
  blacken(false);
  if (number + by >= 1 && number + by <= count()) show(number + by);
}

function write() {
  const now = scene();
  if (!briefing || !now) return;
  paintSteps(number, count());
  paintMarking(now);
  does.shown();
  line.textContent = t("Line: {date}", { date: now.line });
  paintSwitches();
  if (inline) { try { history.replaceState(null, "", `#${number}`); } catch { /* some browsers let no file have an address */ } return; }
  const search = boot.present ? location.search : inLanguage("");
  history.replaceState({ present: briefing.id, before, pushed }, "", `${base}/present/${briefing.id}${search}#${number}`);
  document.title = `${number}. ${now.title}`;
}

/** The next scene's data, so that it is there when it is wanted. */
function prefetch() {
  const next = briefing?.scenes[number];
  if (!next || inline) return;
  for (const id of next.state.layers) {
    const url = dataUrl(id, next.state);
    if (typeof url === "string" && url !== dataUrl(id)) fetch(url, { priority: "low" }).then((answer) => answer.arrayBuffer()).catch(() => {}); // else the map asks
  }
}

// -- begin and leave ------------------------------------------------------------------------------------------------------------
/** @param {Briefing} data @param {number} [at] from 1 @param {{ push?: boolean }} [options] */
function start(data, at = 1, { push = true } = {}) {
  if (briefing) return;
  if (state.measuring) actions["measure-toggle"]?.();
  if (found("timeline-play")?.getAttribute("aria-label") === t("Pause")) found("timeline-play")?.click();
  closeFeature();
  briefing = data;
  panels = { left: root.dataset.left, right: root.dataset.right, legend: root.dataset.legend, sheet: root.dataset.sheet, pane: root.dataset.pane };
  const kept = history.state?.present === data.id ? history.state : null; // a reload
  before = kept?.before ?? (boot.present ? { ...boot.scenario, side: "a" } : snapshot());
  hold(true);
  pushed = (push || Boolean(kept?.pushed)) && !inline;
  if (pushed && push) history.pushState(null, "", inLanguage(`${base}/present/${data.id}`));
  root.toggleAttribute("data-present", true);
  root.dataset.legend = narrow.matches ? "folded" : "open";
  root.dataset.right = "folded";
  openFrame(data);
  openSceneView();
  watch(true);
  lookAgain();
  sized = mapPane.sized();
  show(at, { fly: false });
  if (!finger.matches) hint(KEYS, 6000); // a phone has no keys, and the line would cover its text
}

/** The map gets another size when the panels go and come, and plotly.js then puts it where it once opened. */
function lookAgain() {
  mapPane.live?.once("resize", () => mapPane.goTo(opening(), { keep: false, duration: 0 }));
}

function leave() {
  if (!briefing || leaving) return;
  if (pushed) { leaving = true; return history.back(); } // `popstate` does the rest
  stop();
  if (inline) return;
  history.replaceState(null, "", inLanguage(`${base}/`));
  hold(false);
}

/** Put back what was there before; the address is left to the caller. */
function stop() {
  clearTimeout(arriving);
  arriving = undefined;
  closeFeature();
  showCallouts(null);
  calm();
  setFade(mapPane.live, 0);
  blacken(false);
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  tell("bye");
  briefing = state.scene = null;
  leaving = arrived = false;
  showLive(null);
  nameFirst();
  watch(false);
  closeFrame();
  enlargeNames(false);
  closeSceneView();
  for (const name of ["data-present", "data-marked", "data-scene", "data-arrived", "data-timeline"]) root.removeAttribute(name);
  Object.assign(root.dataset, panels);
  restore({ ...before, theme: state.theme, view: state.view }, { keep: true, address: false });
  state.view = before?.view ?? null;
  lookAgain();
  mapPane.goTo(opening(), { keep: false, duration: 0 });
  document.title = state.title;
  announce("present-left");
}
addEventListener("popstate", () => {
  if (!briefing) return;
  const at = location.pathname === `${base}/present/${briefing.id}` ? Number.parseInt(location.hash.slice(1)) : 0;
  if (at) return void (at !== number && show(at)); // the address was edited by hand
  stop();
  hold(false);
}, true);

// -- keys, size -------------------------------------------------------------------------------------------------------------------
let typed = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;
/** @param {string} digit */
function type(digit) {
  typed = (typed + digit).slice(-3);
  progress.textContent = `→ ${typed}`;
  clearTimeout(typing);
  typing = setTimeout(forget, TYPING_MS);
}
function forget() {
  clearTimeout(typing);
  typed = "";
  if (briefing) progress.textContent = `${number} / ${count()}`;
}
/** @type {Record<string, (() => void) | undefined>} */
const keyDoes = {
  ArrowRight: () => step(1), " ": () => step(1), PageDown: () => step(1), ArrowLeft: () => step(-1), PageUp: () => step(-1),
  Home: () => show(1), End: () => show(count()),
  Enter: () => { const to = Number(typed); forget(); if (to) { blacken(false); show(to); } },
  b: () => blacken(), ".": () => blacken(), f: fullScreen, n: toggleNotes, l: toggleLaser,
  ArrowUp: () => moveLive(1), ArrowDown: () => moveLive(-1), v: () => does.keep(),
  s: openPresenter, t: () => change({ theme: theme() === "dark" ? "light" : "dark" }), "?": () => hint(KEYS, 8000),
  Escape: () => { if (typed) forget(); else if (!closeFeature()) leave(); },
};
/** @param {KeyboardEvent} event */
function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (key.toLowerCase() !== "z") return;
    event.stopPropagation(); // undo must not reach behind the presentation
    if (!event.shiftKey && does.takeBack()) event.preventDefault();
    return;
  }
  if (key === "Tab" || key === "+" || key === "-" || inDialog()) return;
  if (closest(target, "button, a, input, #told-notes") && [" ", "Enter"].includes(key) && !typed) return;
  if (closest(target, "#told-live-range") && key.startsWith("Arrow")) return event.stopPropagation(); // the slider's own
  const act = /^[0-9]$/.test(key) ? () => type(key) : keyDoes[key.length === 1 ? key.toLowerCase() : key];
  if (act) event.preventDefault();
  event.stopImmediatePropagation(); // the page's own shortcuts rest
  if (act && !(event.repeat && key.length === 1 && key !== " ")) act();
}
const resized = new ResizeObserver(() => { if (briefing) { settle(); enlargeNames(true); } });
const onHide = () => tell("bye");
/** @param {boolean} on */
function watch(on) {
  const act = on ? addEventListener : removeEventListener;
  act("keydown", /** @type {EventListener} */ (onKey), true);
  act("pagehide", onHide);
  if (on) resized.observe(root); else resized.disconnect();
}

function blacken(on = black.hidden) {
  if (black.hidden === !on) return;
  black.hidden = !on;
  tell();
}
black.addEventListener("click", () => blacken(false));
onLive.write = (now) => { writeTexts(now); if (arrived) showCallouts(now); };
function toggleNotes() {
  notes.hidden = !notes.hidden;
  notesButton.setAttribute("aria-pressed", String(!notes.hidden));
}
Object.assign(does, { back: () => step(-1), forward: () => step(1), notes: toggleNotes, black: () => blacken(), full: fullScreen, presenter: openPresenter, leave });

// -- the presenter's window --------------------------------------------------------------------------------------------------------
function openPresenter() {
  if (inline || !briefing) return;
  const opened = open(inLanguage(`${base}/presenter/${briefing.id}`), `presenter-${briefing.id}`, "popup,width=1180,height=780");
  if (!opened) hint(t("The browser blocked the second window: allow pop-ups for this page, then press S again."));
}
/** @param {"at" | "bye"} [kind] */
function tell(kind = "at") {
  if (briefing) tellPresenter(kind, { id: briefing.id, number, black: !black.hidden, live: liveText() });
}
hearPresenter(({ kind, id, number: to, on, value }) => {
  if (!briefing || id !== briefing.id) return;
  if (kind === "hello") tell();
  if (kind === "go") { blacken(false); show(to); }
  if (kind === "black") blacken(on);
  if (kind === "live" && to === number) setLive(value);
});

// -- ways in: choice.js decides which briefing --------------------------------------------------------------------------------------
/** Fetch a shipped briefing and begin; throws where there is none of that id, or no server. @param {string} id */
async function begin(id) {
  const answer = await fetch(inLanguage(`${base}/briefings/${encodeURIComponent(id)}.json`));
  if (!answer.ok) throw new Error(String(answer.status));
  start(await answer.json());
}
// Once the map has followed the scenario (`MapView.open`), else that would undo the emphasis.
document.addEventListener("map-live", () => setTimeout(() => {
  if (!briefing || arrived) return;
  enlargeNames(true);
  nameFirst(scene()?.places);
  mapPane.goTo(opening(), { keep: false, duration: 0 });
  arrive();
}));
export const presentation = { start, begin, leave, show: (/** @type {number} */ to) => briefing && show(to),
  get briefing() { return briefing; }, get number() { return number; } };
if (boot.present) start(boot.present, state.scene ? boot.present.scenes.indexOf(state.scene) + 1 : 1, { push: false });
