/* The page round the map: buttons and keys, and who is told when the scenario changes. The server sent the elements; this makes
   them act. */
import { closest, element } from "../dom.js";
import { hideTip } from "../map/furniture.js";
import { mapPane } from "../map/map_pane.js";
import { opening } from "../map/view.js";
import { boot, layerById, paramSpecs } from "../state/boot.js";
import { change, compare, comparedQueries, listen, onRestore, redo, reset, setParams, setVisible, state, steps, theme, turnTo, undo } from "../state/scenario.js";
import { inDialog } from "../state/screen.js";
import { actions, keys } from "./actions.js";
import { closeCompare } from "./compare_panel.js";
import "./clientside.js";
import { markChanged, markSides, pushControls } from "./controls.js";
import { setProps } from "./dash.js";
import "./dialogs.js";
import { closeFeature, goToFeature, select } from "./feature.js";
import { foldDrawers, foldPanel, freeMap, markLegend, markPanels, overlays } from "./fold.js";
import { notify } from "./notes.js";
import "./search_box.js";
import "./sheet.js";
import { paintDataDate, paintVisibility, pushSwitches, toggleGuarantees } from "./visibility.js";
import { t } from "../state/words.js";

listen((changed) => {
  /** @param {import("../types").StateKey[]} names */
  const any = (...names) => names.some((name) => changed.includes(name));
  if (any("layers", "side", "other")) { paintVisibility(); paintDataDate(); }
  if (any("layers")) { pushSwitches(); hideTip(); }
  if (any("layers", "line", "title", "params", "side", "other")) markChanged();
  if (any("side", "other")) markSides();
  const isOfShown = [...state.layers].some((id) => layerById[id]?.derives_from.length);
  if (any("line", "params", "other", "more") || (isOfShown && any("layers")) || (state.other && any("layers", "name"))) tellServer();
});

/** @type {ReturnType<typeof setTimeout> | undefined} */
let telling;
/** The assessment is the server's: asked for once a drag has come to rest. */
function tellServer() {
  clearTimeout(telling);
  telling = setTimeout(() => setProps("assumptions", { "data-value": comparedQueries() }), 450);
}

// -- buttons: one listener for all -------------------------------------------------------------------------------------------
Object.assign(actions, {
  "theme-toggle": () => change({ theme: theme() === "dark" ? "light" : "dark" }),
  "reset": () => {
    reset();
    const said = state.other ? t("{side} is the map as proposed again. Ctrl+Z undoes this.", { side: state.side.toUpperCase() })
      : t("Back to the map as proposed. Ctrl+Z undoes this.");
    notify(said, { autoClose: 4000 });
  },
  "compare-toggle": () => (state.other ? closeCompare() : compare()),
  "edit-a": () => turnTo("a"),
  "edit-b": () => turnTo("b"),
  "reset-here": () => actions.reset(),
  "skip-to-map": (/** @type {Event | undefined} */ event) => { event?.preventDefault(); mapPane.live?.getCanvas().focus(); },
  "zoom-in": () => mapPane.zoomBy(1),
  "zoom-out": () => mapPane.zoomBy(-1),
});
document.addEventListener("click", (event) => {
  const button = closest(event.target, "button, [data-view], [data-feature-id], #skip-to-map");
  if (!button) return;
  const { reset: resets, set, value = "", view, featureId, layer = "", bounds, action } = button.dataset;
  if (resets) return setParams({ [resets]: paramSpecs[resets].default });
  if (set) return setParams({ [set]: value });
  if (view) return showView(view);
  if (featureId && bounds) return goToFeature({ layer, feature_id: featureId, name: button.textContent }, bounds);
  if (featureId) return select({ layer, feature_id: featureId, name: button.textContent });
  actions[action ?? button.id]?.(event);
});
/** @param {string} name */
function showView(name) {
  freeMap();
  if (name === "home") mapPane.home(); else mapPane.look(boot.views[name]);
}

// -- undo ------------------------------------------------------------------------------------------------------------------
/** @param {"undo" | "redo"} way */
function takeStep(way) {
  if (!(way === "redo" ? redo() : undo())) notify(way === "redo" ? t("Nothing to redo.") : t("Nothing to undo."), { autoClose: 1800 });
}
Object.assign(actions, { undo: () => takeStep("undo"), redo: () => takeStep("redo") });
/** Buttons say whether there is a step. */
function paintSteps() {
  for (const [way, any] of Object.entries(steps()))
    for (const button of document.querySelectorAll(`#${way}, [data-action=${way}]`)) if (button instanceof HTMLButtonElement) button.disabled = !any;
}
paintSteps();
listen(paintSteps);
onRestore(paintSteps);

// -- keys ------------------------------------------------------------------------------------------------------------------
for (const { id, shortcut } of boot.layers) if (shortcut) keys[shortcut.toLowerCase()] = () => setVisible(id, !state.layers.has(id));
Object.assign(keys, {
  0: toggleGuarantees,
  "/": () => element("search").focus(),
  "?": actions["help-toggle"],
  c: actions["compare-toggle"],
  h: () => showView("home"),
  t: actions["theme-toggle"],
  "[": actions["left-toggle"],
  "]": actions["right-toggle"],
});
addEventListener("keydown", (event) => {
  // A menu is drawn as an input that nobody can write in.
  const field = closest(event.target, "input:not([type=checkbox], [type=radio], [readonly]), textarea, select, [contenteditable]");
  if (event.key === "Escape") return escape(field);
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z" && !field) {
    event.preventDefault();
    return takeStep(event.shiftKey ? "redo" : "undo");
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || inDialog()) return;
  const action = keys[event.key.toLowerCase()];
  if (action) { event.preventDefault(); action(event); }
});
/** @param {HTMLElement | null} field */
function escape(field) {
  if (inDialog()) return; // the dialog closes itself
  if (field) return field.blur();
  if (closeFeature()) return;
  foldDrawers();
  if (overlays()) foldPanel("right");
}

// A scenario taken whole: undo, back, a file.
onRestore((keys) => {
  if (state.scene) return;
  if (keys.includes("title")) showTitle();
  if (keys.includes("view")) mapPane.goTo(opening(), { keep: false });
});
function showTitle() {
  element("scenario-title").textContent = state.title;
  document.title = state.title;
}

// The server wrote the values of the address; a reload may come with those of the page before.
pushSwitches();
pushControls();
markChanged();
markSides();
markPanels();
markLegend();
if (!boot.present) showTitle();
if (boot.problems.length) // all in one: a stack of them would hide the map
  notify(boot.problems.join("\n"), { title: t("Part of the address was not understood; the rest applies"), color: "orange", autoClose: 20000 });
