/* The presenter's window: notes, this scene and the next, time. It follows the presenting window and drives it;
   both talk over a BroadcastChannel, so they must be pages of one server in one browser. */
import { closest, element as $, elementOf, make } from "./dom.js";
import { inLanguage, t } from "./state/words.js";

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
$("marking").textContent = briefing.marking || briefing.notice;
$("scenes").append(...briefing.scenes.map(({ title }, i) => {
  return make("li", {}, make("button", { type: "button", textContent: title, onclick: () => go(i + 1) }));
}));

function show() {
  const scene = briefing.scenes[number - 1], next = briefing.scenes.at(number);
  if (!scene) return;
  $("now-number").textContent = `${number} / ${count}`;
  $("now-title").textContent = scene.title;
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
  button("back").disabled = number === 1;
  button("forward").disabled = number === count;
  $("black").setAttribute("aria-pressed", String(black));
}

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
  if (data.number === number && data.black === black) return;
  ({ number, black } = data);
  show();
});
setInterval(() => {
  tell("hello");
  if (heard && Date.now() - heard > SILENT_MS) { heard = 0; alone(); } // it crashed, or its tab sleeps
}, ASK_MS);

/** Go there, and say so; without a presenting window the notes can still be read through. @param {number} to */
function go(to) {
  const next = Math.min(Math.max(to, 1), count);
  black = false;
  if (next !== number) { number = next; show(); }
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
  Enter: () => { const to = Number(typed); forget(); if (to) go(to); }, Escape: forget };
addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
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
