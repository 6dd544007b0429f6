/* The presenter's window: notes, this scene and the next, time. It follows the presenting window and drives it;
   both talk over a BroadcastChannel, so they must be pages of one server in one browser. */
import { closest, element as $, elementOf, make } from "./dom.js";
import { inLanguage, numberIn, t } from "./state/words.js";

/** @typedef {import("./types").Briefing} Briefing */
/** @typedef {import("./types").TextRun} TextRun */
const base = document.documentElement.dataset.base ?? ""; // what the site lies under
/** A briefing that only this browser has was left here by the page that presents it (editor/files.js). @returns {Briefing} */
function own() {
  try {
    const left = JSON.parse(localStorage.getItem("briefing-told/1") ?? "null");
    if (`${base}/presenter/${left.id}` === location.pathname) return left;
  } catch { /* said below */ }
  return { id: "", title: t("This browser holds no such briefing"), marking: "", notice: "", scenes: [] };
}
/** @type {Briefing} */
const briefing = JSON.parse($("briefing").textContent ?? "null") ?? own();
const ASK_MS = 1500, SILENT_MS = 4500, TYPING_MS = 4000;
const count = briefing.scenes.length;
let number = 1, black = false, heard = 0, typed = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

/** Text as elements; nothing of a briefing is ever markup. @param {TextRun[]} line */
function words(line) {
  return line.map(({ text, bold, italic, href }) => {
    /** @type {Node} */
    let element = document.createTextNode(text);
    if (italic) element = make("em", {}, element);
    if (bold) element = make("strong", {}, element);
    return href && /^https?:\/\//i.test(href) ? make("a", { href, target: "_blank", rel: "noopener noreferrer" }, element) : element;
  });
}
/** @param {TextRun[]} line */
const paragraph = (line) => make("p", {}, ...words(line));
/** @param {string} id */
const button = (id) => elementOf(id, HTMLButtonElement);
/** @param {string} id */
const image = (id) => elementOf(id, HTMLImageElement);

// -- what is shown ------------------------------------------------------------------------------------------------------
document.title = t("Presenter view: {title}", { title: briefing.title });
for (const head of document.querySelectorAll("h1")) head.textContent = briefing.title;
/** @param {string} text */
const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const isNotice = !briefing.marking || letters(briefing.marking) === letters(briefing.notice);
$("scenes").append(...briefing.scenes.map(({ title }, i) => {
  return make("li", {}, make("button", { type: "button", textContent: title, onclick: () => go(i + 1) }));
}));

function show() {
  const scene = briefing.scenes[number - 1], next = briefing.scenes.at(number);
  if (!scene) return;
  $("now-number").textContent = `${number} / ${count}`;
  $("now-title").textContent = scene.title;
  $("marking").textContent = isNotice && scene.notional === false ? "" : briefing.marking || briefing.notice;
  image("now-picture").src = scene.preview;
  $("notes").replaceChildren(...(scene.notes.length ? scene.notes.map(paragraph) : [paragraph([{ text: t("No notes for this scene.") }])]));
  $("notes").scrollTop = 0;
  $("next-title").textContent = next?.title ?? t("This is the last scene.");
  $("next-picture").hidden = !next;
  if (next) image("next-picture").src = next.preview;
  [...$("scenes").children].forEach((row, i) => {
    if (i + 1 === number) row.firstElementChild?.setAttribute("aria-current", "step"); else row.firstElementChild?.removeAttribute("aria-current");
  });
  $("scenes").children[number - 1].scrollIntoView({ block: "nearest" });
  showLive();
  button("back").disabled = number === 1;
  button("forward").disabled = number === count;
  $("black").setAttribute("aria-pressed", String(black));
}

// -- the parameter that stays live ---------------------------------------------------------------------------------------
const live = { range: elementOf("live-range", HTMLInputElement), value: "" };
function showLive() {
  const spec = briefing.scenes[number - 1]?.live;
  $("live").hidden = !spec;
  if (!spec) return;
  const text = live.value || spec.value;
  Object.assign(live.range, { min: spec.low, max: spec.high, step: spec.step });
  live.range.value = text;
  $("live-name").textContent = spec.title;
  $("live-value").textContent = `${numberIn(Number(text))} ${spec.unit}`.trimEnd();
}
/** @param {number} value */
function setLive(value) {
  const spec = briefing.scenes[number - 1]?.live;
  if (!spec) return;
  live.value = String(Math.min(Math.max(value, spec.low), spec.high));
  showLive();
  tell("live", { number, value: live.value });
}
/** @param {number} steps */
function moveLive(steps) {
  const spec = briefing.scenes[number - 1]?.live;
  if (spec) setLive(Number(live.value || spec.value) + steps * spec.step);
}
live.range.addEventListener("input", () => setLive(Number(live.range.value)));
live.range.addEventListener("pointerup", () => live.range.blur());

// -- in step with the presenting window -----------------------------------------------------------------------------------
const channel = new BroadcastChannel("briefing");
/** @param {string} kind @param {Record<string, unknown>} [more] */
const tell = (kind, more = {}) => channel.postMessage({ from: "presenter", kind, id: briefing.id, ...more });
/** @param {string} text @param {string} [address] */
function state(text, address) {
  $("link-state").replaceChildren(text);
  document.body.toggleAttribute("data-alone", Boolean(address));
  if (address) $("link-state").append(" ", Object.assign(document.createElement("a"), { href: address, target: "_blank", rel: "noopener", textContent: t("Open it") }));
}
const alone = () => state(t("The presenting window is closed."), `${inLanguage(`${base}/present/${briefing.id}`)}#${number}`);
channel.addEventListener("message", ({ data }) => {
  if (data.from !== "present" || data.id !== briefing.id) return;
  if (data.kind === "bye") { heard = 0; return alone(); }
  if (!heard) state(t("In sync with the presenting window"));
  heard = Date.now();
  const same = data.number === number && data.black === black;
  ({ number, black } = data);
  live.value = data.live ?? "";
  if (same) showLive(); else show();
});
setInterval(() => {
  tell("hello");
  if (heard && Date.now() - heard > SILENT_MS) { heard = 0; alone(); } // it crashed, or its tab sleeps
}, ASK_MS);

/** Go there, and say so; without a presenting window the notes can still be read through. @param {number} to */
function go(to) {
  const next = Math.min(Math.max(to, 1), count);
  black = false;
  if (next !== number) { number = next; live.value = ""; show(); }
  tell("go", { number });
  if (!heard && document.body.hasAttribute("data-alone")) alone();
}
function blacken() {
  black = !black;
  tell("black", { on: black });
  show();
}

// -- time -----------------------------------------------------------------------------------------------------------------------
const KEY = `presenter-${briefing.id}`; // a reload must not set the clock back
/** @type {{ passed?: number, since?: number | null } | null} */
let kept = null;
try { kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null"); } catch { /* storage is closed to the page: the clock begins */ }
let passed = kept?.passed ?? 0;
/** null while it rests @type {number | null} */
let since = kept ? kept.since ?? null : Date.now();
const elapsed = () => passed + (since === null ? 0 : Date.now() - since);
/** @param {number} value */
const two = (value) => String(value).padStart(2, "0");
function tick() {
  const seconds = Math.floor(elapsed() / 1000), hours = Math.floor(seconds / 3600);
  $("elapsed").textContent = `${hours ? `${hours}:${two(Math.floor(seconds / 60) % 60)}` : Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  const now = new Date();
  $("clock").textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
  $("pause").textContent = since === null ? t("Resume") : t("Pause");
  $("pause").setAttribute("aria-pressed", String(since === null));
  try { sessionStorage.setItem(KEY, JSON.stringify({ passed, since })); } catch { /* a reload sets it back */ }
}
$("pause").addEventListener("click", () => { if (since === null) since = Date.now(); else { passed = elapsed(); since = null; } tick(); });
$("restart").addEventListener("click", () => { passed = 0; if (since !== null) since = Date.now(); tick(); });
setInterval(tick, 250);

// -- keys -------------------------------------------------------------------------------------------------------------------------
$("back").addEventListener("click", () => go(number - 1));
$("forward").addEventListener("click", () => go(number + 1));
$("black").addEventListener("click", blacken);
const forget = () => { typed = $("typed").textContent = ""; };
/** @param {string} digit */
function type(digit) {
  typed = (typed + digit).slice(-3);
  $("typed").textContent = `→ ${typed}`;
  clearTimeout(typing);
  typing = setTimeout(forget, TYPING_MS);
}
/** @type {Record<string, () => void>} */
const does = { ArrowRight: () => go(number + 1), PageDown: () => go(number + 1), " ": () => go(number + 1), ArrowLeft: () => go(number - 1),
  PageUp: () => go(number - 1), Home: () => go(1), End: () => go(count), b: blacken, ".": blacken,
  ArrowUp: () => moveLive(1), ArrowDown: () => moveLive(-1),
  Enter: () => { const to = Number(typed); forget(); if (to) go(to); }, Escape: forget };
addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (target === live.range && key.startsWith("Arrow")) return; // the slider's own
  if (closest(target, "button, a") && (key === " " || key === "Enter") && !typed) return;
  const act = /^[0-9]$/.test(key) ? () => type(key) : does[key.length === 1 ? key.toLowerCase() : key];
  if (!act) return;
  event.preventDefault();
  act();
});
addEventListener("click", (event) => { if (event.detail) closest(event.target, "button")?.blur(); }); // the space bar stays the clicker's

show();
tick();
state(t("Looking for the presenting window …"));
tell("hello");
setTimeout(() => { if (!heard) alone(); }, SILENT_MS);
