/* The line through time: ticks on a scale of dates, arrow keys, play and pause, and the earlier line as a reference. */
import { closest, element, elementOf } from "../dom.js";
import { boot } from "../state/boot.js";
import { change, listen, paramText, setParams, setVisible, state } from "../state/scenario.js";
import { actions, keys } from "./actions.js";
import { t } from "../state/words.js";

const { layer: LINE_LAYER, parameter: REFERENCE } = boot.reference_line ?? { layer: "", parameter: "" };
const NONE = "none", PACE_MS = 1400;
const menu = elementOf("line-date", HTMLSelectElement);
const dates = Object.keys(boot.dates).sort();
/** @type {ReturnType<typeof setInterval> | undefined} */
let playing;
let played = false;
const hasReference = () => REFERENCE !== "" && paramText(REFERENCE) !== NONE;

/** @param {string | undefined} line */
export function setLine(line) {
  if (!line || line === state.line) return;
  const before = state.line;
  if (hasReference()) change({ line, params: { ...state.params, [REFERENCE]: before } });
  else change({ line });
}
/** @param {number} step */
const beside = (step) => dates[dates.indexOf(state.line) + step];

function toggleReference() {
  if (!REFERENCE) return;
  const at = dates.indexOf(state.line);
  const reference = hasReference() ? NONE : dates[at - 1] ?? dates[at + 1];
  setParams({ [REFERENCE]: reference });
  if (!state.layers.has(LINE_LAYER) && reference !== NONE) setVisible(LINE_LAYER, true);
}

/** To the first date, where there is no earlier line yet. */
function rewind() {
  const [line] = dates;
  change(hasReference() ? { line, params: { ...state.params, [REFERENCE]: line } } : { line });
}
/** The first time from the first date, then on from where it paused, from the end again from the first. */
function play() {
  if (playing) return pause();
  if (!played || !beside(1)) rewind();
  played = true;
  playing = setInterval(() => (beside(1) ? setLine(beside(1)) : pause()), PACE_MS);
  show();
}
export function pause() {
  clearInterval(playing);
  playing = undefined;
  show();
}

function show() {
  const button = element("timeline-play");
  menu.value = state.line;
  for (const tick of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#timeline .tick"))) {
    if (tick.dataset.line === state.line) tick.setAttribute("aria-current", "date"); else tick.removeAttribute("aria-current");
    tick.toggleAttribute("data-ghost", hasReference() && tick.dataset.line === paramText(REFERENCE));
  }
  element("timeline-date").textContent = boot.dates[state.line];
  element("timeline-ghost").setAttribute("aria-pressed", String(hasReference()));
  button.classList.toggle("icon-play", !playing);
  button.classList.toggle("icon-pause", Boolean(playing));
  button.setAttribute("aria-label", playing ? t("Pause") : t("Play the dates of the line"));
}

document.addEventListener("click", (event) => {
  const tick = closest(event.target, ".tick");
  if (tick) { pause(); setLine(tick.dataset.line); }
});
document.addEventListener("keydown", (event) => {
  if (!closest(event.target, "#timeline")) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const to = step ? beside(step) : { Home: dates[0], End: dates.at(-1) }[event.key];
  if (!to) return;
  event.preventDefault();
  pause();
  setLine(to);
  /** @type {HTMLElement | null} */ (document.querySelector(`#timeline .tick[data-line="${to}"]`))?.focus();
});

Object.assign(actions, { "timeline-play": play, "timeline-ghost": toggleReference });
Object.assign(keys, { ",": () => { pause(); setLine(beside(-1)); }, ".": () => { pause(); setLine(beside(1)); }, g: toggleReference });
listen((changed) => { if (changed.some((key) => ["line", "params", "side", "other"].includes(key))) show(); });
menu.addEventListener("change", () => {
  const line = menu.value; // pausing shows the line of the state again
  pause();
  setLine(line);
});
show();
