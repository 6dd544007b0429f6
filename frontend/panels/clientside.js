/* What Dash calls in the page: the functions of its clientside callbacks, in `window.dash_clientside.guarantees`. */
import { root } from "../dom.js";
import { drafts } from "../editor/drafts.js";
import { mapPane } from "../map/map_pane.js";
import { opening } from "../map/view.js";
import { boot } from "../state/boot.js";
import { assumptions, onRestore, state, theme } from "../state/scenario.js";
import { choose, choosePreset, markChanged, markSides, pushControls } from "./controls.js";
import { markDashDrawn, notify, setProps } from "./dash.js";
import { goToPlace } from "./feature.js";
import { markLegend, markPanels } from "./fold.js";
import { setLine } from "./timeline.js";
import { pushSwitches, setKinds } from "./visibility.js";

export const bothAssumptions = () => [state, state.other].filter((from) => from !== null).map((from) => assumptions(from));

/* A scenario taken whole (undo, back, a file): controls and map follow it. Dash reports each control it has set as a choice, and
   late; of two scenarios in quick succession, the first would come back. Scenes of a briefing follow each other even faster, so
   the hidden controls stay as they were before it, as the scenario does that is put back after it. */
const ECHO_MS = 600;
let taken = -Infinity;
const isEcho = () => Boolean(state.scene) || performance.now() - taken < ECHO_MS;
onRestore((keys) => {
  if (state.scene) return;
  taken = performance.now();
  if (keys.includes("params")) pushControls();
  if (keys.includes("line")) setProps("line-date", { value: state.line });
  if (keys.includes("title")) { setProps("scenario-title", { children: state.title }); document.title = state.title; }
  if (keys.includes("view")) mapPane.goTo(opening(), { keep: false });
});

/** The first call, when the panels are on screen: the address speaks. */
function start() {
  markDashDrawn();
  setTimeout(() => {
    markPanels();
    markLegend();
    pushSwitches();
    pushControls(Object.keys(state.params));
    markChanged();
    markSides();
    document.title = state.title;
    const { problems } = boot; // all in one: a stack of them would hide the map
    if (problems.length) notify(problems.join("\n"), { title: "Part of the address was not understood; the rest applies", color: "orange", autoClose: 20000 });
    boot.problems = [];
    root.dataset.ready = "yes";
  });
  return [bothAssumptions(), state.line, theme(), state.title];
}

/** The parameter whose control was touched, `<layer>.<name>`; "" at the first call. */
function touchedParam() {
  const [, layer, name] = (window.dash_clientside.callback_context.triggered[0]?.prop_id ?? "").split(".")[0].split("--");
  return name ? `${layer}.${name}` : "";
}

window.dash_clientside = Object.assign(window.dash_clientside ?? {}, {
  guarantees: {
    start,
    /** @param {string} line */
    line(line) {
      if (!isEcho()) setLine(line);
      return window.dash_clientside.no_update;
    },
    /** @param {string | string[] | null} value */
    choice(value) {
      const key = touchedParam();
      if (key && value !== null && !isEcho()) choose(key, value);
    },
    /** @param {number} index */
    preset: (index) => choosePreset(touchedParam(), index),
    kinds: setKinds,
    /** @param {string | null} value */
    find(value) {
      if (value) goToPlace(JSON.parse(value));
      return null;
    },
    /** What is asked for when a deck is to be made; a briefing that only this browser has goes along as YAML.
     * @param {number} _clicks @param {string} chosen @param {string} kind @param {string} look @param {boolean} notes */
    deck(_clicks, chosen, kind, look, notes) {
      const yaml = drafts.asYaml(chosen), briefing = yaml ? "" : chosen;
      return { key: String(Date.now()) + Math.random(), briefing, yaml, kind, theme: look, notes_pages: notes && kind === "pdf" };
    },
  },
});
