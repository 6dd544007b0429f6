/* The page round the map: switches, keys, panels. Elements come from Dash; this makes them act. */
import { g } from "../state/page.js";

const root = document.documentElement;
const $ = (id) => document.getElementById(id);
// Dash throws on what it has not drawn yet; once it has, `start` tells it all.
const setProps = (id, props) => { if (ready) window.dash_clientside.set_props(id, props); };
let ready = false; // Dash has drawn the panels

// -- visibility: one style sheet hides what belongs to hidden layers, whatever Dash redraws -----------------------
const sheet = document.head.appendChild(document.createElement("style"));
// Once the server has said so: which kinds occur in each layer of either scenario, and the newest fact of each in each.
let kinds = {}, dates = [];
/** Data are as of the newest fact shown, as in every figure (`export.describe.data_date`). */
function paintDataDate() {
  const shown = [g.state, g.state.other].flatMap((side, i) => [...(side?.layers ?? [])].map((id) => dates[i]?.[id] ?? ["", ""]));
  const [, newest] = shown.reduce((best, one) => (one[0] > best[0] ? one : best), ["", ""]);
  setProps("data-date", { children: newest ? `Data as of ${newest}` : "" });
}
function paintVisibility() {
  const hidden = g.order.filter((id) => !g.state.layers.has(id)); // the assessment is of the scenario being edited
  const unseen = hidden.filter((id) => !g.state.other?.layers.has(id)); // the legend of both
  const absent = Object.entries(kinds).flatMap(([id, here]) => g.boot.legend[id].filter((kind) => !here.includes(kind)).map((kind) => `${id}/${kind}`));
  const rows = (ids, within) => ids.map((id) => `${within} .of-layer[data-layer="${id}"]`);
  const selectors = [...rows(hidden, "#assessment"), ...rows(unseen, "#legend"), ...absent.map((key) => `.legend-row[data-kind="${key}"]`)];
  sheet.textContent = selectors.length ? selectors.join(",") + "{display:none!important}" : "";
  root.toggleAttribute("data-nothing-shown", unseen.length === g.order.length);
}

/** Switches are Dash components; the map must not wait for them, so a click is seen before React sees it. */
addEventListener("click", (event) => {
  const id = event.target?.id ?? "";
  if (event.target?.type === "checkbox" && id.startsWith("toggle-")) g.setVisible(id.slice(7), event.target.checked);
}, true);

function pushSwitches() {
  if (ready) for (const id of g.order) {
    const input = $(`toggle-${id}`);
    if (input && input.checked !== g.state.layers.has(id)) setProps(`toggle-${id}`, { checked: g.state.layers.has(id) });
  }
}

const guaranteeIds = g.boot.layers.filter((layer) => layer.group === "guarantee").map((layer) => layer.id);
function setGuarantees(on) {
  const layers = new Set(g.state.layers);
  for (const id of guaranteeIds) layers[on ? "add" : "delete"](id);
  g.change({ layers });
}

g.listen((keys) => {
  const any = (...names) => names.some((name) => keys.includes(name));
  if (any("layers", "side", "other")) { paintVisibility(); paintDataDate(); }
  if (any("layers")) { pushSwitches(); g.hideTip(); }
  if (any("layers", "line", "title", "params", "side", "other")) markChanged();
  if (any("side", "other")) markSides();
  if (any("line", "params", "other")) tellServer();
  if (keys.includes("theme")) setProps("provider", { forceColorScheme: g.theme() });
});

/** The assessment is the server's: told once a drag has come to rest. */
let telling = 0;
const bothAssumptions = () => [g.state, g.state.other].filter(Boolean).map((from) => g.assumptions(from));
function tellServer() {
  clearTimeout(telling);
  telling = setTimeout(() => setProps("assumptions", { data: bothAssumptions() }), 450);
}

/* A scenario taken whole (undo, back, a file): controls and map follow it. Dash tells of each control it has set as of a
   choice, and late; of two scenarios in quick succession, the first would come back. Scenes of a briefing follow each other
   even faster, so the hidden controls stay as they were before it, as the scenario does that is put back after it. */
const ECHO_MS = 600;
let taken = -Infinity;
const isEcho = () => Boolean(g.scene) || performance.now() - taken < ECHO_MS;
g.onRestore((keys) => {
  if (g.scene) return;
  taken = performance.now();
  if (keys.includes("params")) pushControls();
  if (keys.includes("line")) setProps("line-date", { value: g.state.line });
  if (keys.includes("title")) { setProps("scenario-title", { children: g.state.title }); document.title = g.state.title; }
  if (keys.includes("view")) g.map.goTo(g.opening(), { keep: false });
});

// -- what Dash calls ------------------------------------------------------------------------------------------------
window.dash_clientside = Object.assign(window.dash_clientside ?? {}, {
  guarantees: {
    /** First call, when the panels are on screen: the address speaks. */
    start() {
      ready = true;
      setTimeout(() => {
        markPanels();
        markLegend();
        pushSwitches();
        pushControls(Object.keys(g.state.params));
        markChanged();
        markSides();
        document.title = g.state.title;
        const problems = g.boot.problems; // all in one: a stack of them would hide the map
        if (problems.length) notify(problems.join("\n"), { title: "Part of the address was not understood; the rest applies", color: "orange", autoClose: 20000 });
        g.boot.problems = [];
        root.dataset.ready = "yes";
      });
      return [bothAssumptions(), g.state.line, g.theme(), g.state.title];
    },
    line(line) {
      if (!isEcho()) g.setLine(line);
      return window.dash_clientside.no_update;
    },
    choice(value) {
      const [, layer, name] = (window.dash_clientside.callback_context.triggered[0]?.prop_id ?? "").split(".")[0].split("--");
      if (name && value !== null && !isEcho()) g.setParams({ [`${layer}.${name}`]: inOrder(layer, name, value) });
    },
    preset(index) {
      const [, layer, name] = (window.dash_clientside.callback_context.triggered[0]?.prop_id ?? "").split(".")[0].split("--");
      const key = `${layer}.${name}`, preset = g.specs[key]?.presets[index];
      if (!preset) return "";
      startedFrom[key] = preset.value;
      g.setParams({ [key]: String(preset.value) });
      pushControls([key]);
      return preset.note;
    },
    kinds(here) { ({ kinds, dates } = here ?? { kinds: {}, dates: [] }); paintVisibility(); paintDataDate(); },
    find(value) {
      if (value) found(JSON.parse(value));
      return null;
    },
  },
});

/** A published figure stands in its menu only as long as it is the value. */
const startedFrom = {};
g.listen((keys) => {
  for (const [key, value] of keys.includes("params") ? Object.entries(startedFrom) : []) {
    if (Number(g.paramText(key)) === value) continue;
    delete startedFrom[key];
    setProps(`preset--${key.replace(".", "--")}`, { value: null });
  }
});

const inOrder = (layer, name, value) => Array.isArray(value)
  ? g.specs[`${layer}.${name}`].options.filter((option) => value.includes(option)).join() : value;

/** Show the scenario's values in the controls, after an address, a preset, a reset. */
function pushControls(keys = Object.keys(g.specs)) {
  if (!ready) return;
  for (const key of keys) {
    const text = g.paramText(key), { kind } = g.specs[key];
    const value = kind === "several" ? text.split(",").filter(Boolean) : kind === "choice" ? text : Number(text);
    const id = key.replace(".", "--");
    setProps(`param--${id}`, { value });
    if (kind === "number" || kind === "integer") setProps(`field--${id}`, { value });
  }
}
function markChanged() {
  root.dataset.changed = g.isPublished() ? "no" : "yes";
  for (const row of document.querySelectorAll("[data-param]")) row.toggleAttribute("data-differs", row.dataset.param in g.state.params);
}

function markSides() {
  for (const mark of document.querySelectorAll(".side-mark")) mark.textContent = g.state.other ? g.state.side.toUpperCase() : "";
  $("compare-toggle")?.setAttribute("aria-pressed", String(Boolean(g.state.other)));
  for (const side of ["a", "b"]) $(`edit-${side}`)?.setAttribute("aria-pressed", String(g.state.side === side));
}

let noteNumber = 0;
function notify(message, options = {}) {
  setProps("notifications", { sendNotifications: [{ id: `note-${noteNumber++}`, action: "show", message, autoClose: 12000, ...options }] });
}

// -- click: the feature's page ---------------------------------------------------------------------------------------
document.addEventListener("map-click", ({ detail }) => {
  g.turnTo(detail.view.side); // a click on the other scenario turns the panels to it
  const features = g.map.under(detail, matchMedia("(hover: none)").matches ? 12 : 5);
  if (features.length) select(features[0], features.slice(1, 5)); else closeFeature();
});

function select(feature, others = []) {
  g.map.highlight(feature.layer, feature.feature_id);
  root.dataset.feature = "open";
  openPanel("right");
  const brief = ({ layer, feature_id, name }) => ({ layer, feature_id, name });
  setProps("selected", { data: { ...brief(feature), query: g.assumptions(), others: others.map(brief), at: Date.now() } });
}

function closeFeature() {
  if (root.dataset.feature !== "open") return false;
  delete root.dataset.feature;
  g.map.highlight(null, null);
  if (overlays()) foldPanel("right");
  return true;
}

/** A result of the search: switch its layer on, go there, open its page. */
function found({ layer, feature_id, name, lon, lat, zoom }) {
  if (!g.state.layers.has(layer)) g.setVisible(layer, true);
  foldDrawers();
  $("search")?.blur(); // the keys are the map's again
  g.map.goTo({ lon, lat, zoom });
  select({ layer, feature_id, name });
}

// -- panels -----------------------------------------------------------------------------------------------------------
const { narrow, medium } = g;
const overlays = () => medium.matches;
function openPanel(side, remember = false) {
  if (narrow.matches) foldPanel(side === "left" ? "right" : "left");
  root.dataset[side] = "open";
  if (remember && !overlays()) g.remember(`panel-${side}`, "open");
}
function foldPanel(side, remember = false) {
  root.dataset[side] = "folded";
  if (remember && !overlays()) g.remember(`panel-${side}`, "folded");
}
const togglePanel = (side) => (root.dataset[side] === "open" ? foldPanel : openPanel)(side, true);
const foldDrawers = () => narrow.matches && (foldPanel("left"), foldPanel("right"));
function markPanels() {
  for (const side of ["left", "right"]) {
    $(`${side}-toggle`)?.setAttribute("aria-expanded", String(root.dataset[side] === "open"));
    const panel = $(side === "left" ? "guarantee-panel" : "feature-panel");
    if (panel) panel.inert = root.dataset[side] !== "open"; // a folded panel takes no focus
  }
}
function layPanels() {
  g.layPanels();
  markLegend();
}
new MutationObserver(markPanels).observe(root, { attributes: true, attributeFilter: ["data-left", "data-right"] }); // whoever folds them
for (const query of [narrow, medium]) query.addEventListener("change", layPanels);

// -- buttons: one listener for all, since Dash may draw them anew --------------------------------------------------------
const actions = {
  "left-toggle": () => togglePanel("left"),
  "right-toggle": () => togglePanel("right"),
  "close-left": () => foldPanel("left", true),
  "close-right": () => closeFeature() || foldPanel("right", true),
  "theme-toggle": () => g.change({ theme: g.theme() === "dark" ? "light" : "dark" }),
  "guarantees-all": () => setGuarantees(true),
  "guarantees-none": () => setGuarantees(false),
  "help-toggle": () => setProps("help-dialog", { opened: true }),
  "sources-open": () => setProps("sources-dialog", { opened: true }),
  "reset": () => {
    g.reset();
    const which = g.state.other ? `${g.state.side.toUpperCase()} is` : "Back to";
    notify(`${which} the map as proposed${g.state.other ? " again" : ""}. Ctrl+Z undoes this.`, { autoClose: 4000 });
  },
  "compare-toggle": () => (g.state.other ? g.single() : g.compare()),
  "edit-a": () => g.turnTo("a"),
  "edit-b": () => g.turnTo("b"),
  "zoom-in": () => g.map.zoomBy(1),
  "zoom-out": () => g.map.zoomBy(-1),
  "legend-toggle": () => { root.dataset.legend = root.dataset.legend === "folded" ? "open" : "folded"; markLegend(); },
};
function markLegend() { $("legend-toggle")?.setAttribute("aria-expanded", String(root.dataset.legend !== "folded")); }
document.addEventListener("click", (event) => {
  const button = event.target.closest("button, [data-view], [data-feature-id]");
  if (!button) return;
  if (button.dataset.reset) return setAndShow(button.dataset.reset, g.specs[button.dataset.reset].default);
  if (button.dataset.set) return setAndShow(button.dataset.set, button.dataset.value);
  if (button.dataset.view) return showView(button.dataset.view);
  if (button.dataset.featureId) return select({ layer: button.dataset.layer, feature_id: button.dataset.featureId, name: button.textContent });
  actions[button.dataset.action ?? button.id]?.();
});
function setAndShow(key, text) {
  g.setParams({ [key]: text });
  pushControls([key]);
}
function showView(name) {
  foldDrawers();
  if (name === "home") g.map.home(); else g.map.goTo(g.map.fit(g.boot.views[name]));
}

// -- keys ------------------------------------------------------------------------------------------------------------------
const keys = Object.fromEntries(g.boot.layers.filter((l) => l.shortcut).map((l) => [l.shortcut.toLowerCase(), () => g.setVisible(l.id, !g.state.layers.has(l.id))]));
Object.assign(keys, {
  0: () => setGuarantees(!guaranteeIds.every((id) => g.state.layers.has(id))),
  "/": () => { $("search")?.focus(); },
  "?": actions["help-toggle"],
  c: actions["compare-toggle"],
  h: () => showView("home"),
  t: actions["theme-toggle"],
  "[": actions["left-toggle"],
  "]": actions["right-toggle"],
});
addEventListener("keydown", (event) => {
  // A menu is drawn as an input that nobody can write in.
  const field = event.target.closest?.("input:not([type=checkbox], [type=radio], [readonly]), textarea, select, [contenteditable]");
  if (event.key === "Escape") return escape(field);
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z" && !field) {
    event.preventDefault();
    if (!(event.shiftKey ? g.redo() : g.undo())) notify(event.shiftKey ? "Nothing to redo." : "Nothing to undo.", { autoClose: 1800 });
    return;
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || g.inDialog()) return;
  const action = keys[event.key.toLowerCase()];
  if (action) { event.preventDefault(); action(event); }
});
/* Enter takes the first place found, also for who types faster than the list is drawn. */
addEventListener("keydown", ({ key, target }) => {
  if (key !== "Enter" || target.id !== "search" || !target.value) return;
  const typed = target.value;
  setTimeout(() => {
    const list = document.getElementById(target.getAttribute("aria-controls"));
    if (target.value === typed) (list?.querySelector("[data-combobox-selected]") ?? list?.querySelector("[role=option]"))?.click();
  }, 150);
}, true);
function escape(field) {
  if (g.inDialog()) return; // the dialog closes itself
  if (field) return field.blur();
  if (closeFeature()) return;
  foldDrawers();
  if (overlays()) foldPanel("right");
}

Object.assign(g, { setProps, actions, keys, isEcho });
paintVisibility();
g.notify = notify;
g.select = select;
g.foldDrawers = foldDrawers;
