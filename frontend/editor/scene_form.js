/* The form of one scene: texts, sources, highlights, callouts, and what the server finds wrong with them.
   What is typed goes into the draft at once; all text of a briefing is shown as text or as a field's value. */
import { g } from "../state/page.js";

const { drafts } = g, { make } = g.told;
const root = document.documentElement;
const $ = (id) => document.getElementById(id);
const form = $("briefing-form"), bar = $("briefing-bar");
const finger = matchMedia("(hover: none)");
const names = new Map(); // of features that were picked here
let at = -1;
const scene = () => drafts.briefing?.scenes[at] ?? null;
const listOf = (value) => (Array.isArray(value) ? value : []);
const textOf = (value) => (["string", "number"].includes(typeof value) ? String(value) : "");
const edit = (act, options) => drafts.change((briefing) => act(briefing.scenes[at]), options);
/** Set a field, or leave it out where it holds nothing. */
function put(one, field, value) {
  if (value.length) one[field] = value; else delete one[field];
}

// -- texts ----------------------------------------------------------------------------------------------------------------
const fields = form.elements;
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target }) => {
  const { name, value } = target;
  if (name === "title") edit((one) => { one.title = value; }, { group: `title ${at}` });
  if (name === "bullets") edit((one) => put(one, name, value.split("\n").map((line) => line.trim()).filter(Boolean)), { group: `bullets ${at}` });
  if (name === "notes") edit((one) => put(one, name, value), { group: `notes ${at}` });
});

function fill(index) {
  at = index;
  const one = scene();
  form.hidden = !one;
  if (!one) return stop();
  const texts = { title: textOf(one.title), bullets: listOf(one.bullets).map(textOf).join("\n"), notes: textOf(one.notes) };
  for (const [name, text] of Object.entries(texts)) fields[name].value = text;
  $("brief-find").value = "";
  find();
  const entries = listOf(one.timeline).length;
  $("brief-timeline").textContent = entries ? `Timeline: ${entries} ${entries === 1 ? "entry" : "entries"}, kept as in the file.` : "";
  fillMap();
  fillSources();
  fillHighlights();
  fillCallouts();
}

/** What the scene's map shows, in words. */
function fillMap() {
  const scenario = scene().scenario ?? {}, changed = Object.keys(scenario).filter((key) => Object.hasOwn(g.specs, key)).length;
  const layers = listOf(scenario.layers).filter((id) => Object.hasOwn(g.byId, id)).map((id) => g.byId[id].title);
  $("brief-map").textContent = [layers.join(", ") || "No layers", `line of ${g.boot.dates[scenario.line] ?? textOf(scenario.line)}`,
    ...(changed ? [`${changed} ${changed === 1 ? "assumption" : "assumptions"} changed`] : [])].join("; ");
}

// -- sources ---------------------------------------------------------------------------------------------------------------
const boxes = [...$("brief-sources").querySelectorAll("input")];
const titles = new Map(boxes.map((box) => [box.value, box.parentElement.textContent.trim()]));
const chip = (text, label, act, title = "") => {
  const button = make("button", { type: "button", textContent: "×", ariaLabel: label, title: label });
  button.addEventListener("click", act);
  return make("li", { title }, make("span", { textContent: text }), button);
};
function fillSources() {
  const chosen = listOf(scene().sources).map(textOf);
  for (const box of boxes) box.checked = chosen.includes(box.value);
  $("brief-chosen").replaceChildren(...chosen.map((key) => {
    const box = boxes.find(({ value }) => value === key), title = box?.nextElementSibling.firstChild.textContent.trim() ?? key;
    return chip(title, `Remove the source ${title}`, () => { toggleSource(key, false); $("brief-find").closest("details").querySelector("summary").focus(); }, titles.get(key) ?? key);
  }));
}
function toggleSource(key, on) {
  edit((one) => put(one, "sources", [...listOf(one.sources).filter((other) => other !== key), ...(on ? [key] : [])]));
  fillSources();
}
for (const box of boxes) box.addEventListener("change", () => toggleSource(box.value, box.checked));
function find() {
  const wanted = $("brief-find").value.trim().toLowerCase();
  for (const box of boxes) box.closest("li").hidden = !`${titles.get(box.value)} ${box.value}`.toLowerCase().includes(wanted);
}
$("brief-find").addEventListener("input", find);

// -- highlights -------------------------------------------------------------------------------------------------------------
const sameFeature = (a, b) => a.layer === b.layer && a.feature_id === b.feature_id;
/** A feature's name, where it was picked here or the map has it; else its id. */
function nameOf({ layer, feature_id: id }) {
  const key = `${layer}/${id}`, map = g.map.live;
  if (!names.has(key) && map?.getSource(layer)) {
    const [found] = map.querySourceFeatures(layer, { filter: ["==", ["get", "feature_id"], id] });
    if (found) names.set(key, found.properties.name);
  }
  return names.get(key) ?? textOf(id);
}
function fillHighlights() {
  $("brief-highlights").replaceChildren(...listOf(scene().highlights).map((feature) =>
    chip(nameOf(feature), `Remove the highlight ${nameOf(feature)}`, () => { toggleHighlight(feature); form.querySelector("[data-brief=pick]").focus(); },
      Object.hasOwn(g.byId, feature.layer) ? g.byId[feature.layer].title : "")));
}
function toggleHighlight({ layer, feature_id }) {
  const feature = { layer, feature_id };
  const there = listOf(scene().highlights).some((other) => sameFeature(other, feature));
  edit((one) => put(one, "highlights", [...listOf(one.highlights).filter((other) => !sameFeature(other, feature)), ...(there ? [] : [feature])]));
  fillHighlights();
  return !there;
}

// -- callouts ------------------------------------------------------------------------------------------------------------------
const position = ({ lon, lat }) => `${Math.abs(lat).toFixed(2)}° ${lat < 0 ? "S" : "N"} ${Math.abs(lon).toFixed(2)}° ${lon < 0 ? "W" : "E"}`;
function fillCallouts() {
  $("brief-callouts").replaceChildren(...listOf(scene().callouts).map((callout, i) => {
    const row = $("brief-callout").content.cloneNode(true), part = (name) => row.querySelector(`[data-callout=${name}]`);
    const place = callout.at ?? {};
    part("text").value = textOf(callout.text);
    for (const radio of row.querySelectorAll("[data-callout=to]")) { radio.name = `brief-to-${i}`; radio.checked = radio.value === (callout.to ?? "ne"); }
    part("offset_pct").value = textOf(callout.offset_pct);
    part("at").textContent = place.layer ? `Points at ${nameOf(place)}` : `Points at ${position({ lon: Number(place.lon), lat: Number(place.lat) })}`;
    row.firstElementChild.dataset.at = String(i);
    return row;
  }));
}
const editCallout = (i, act, group) => edit((one) => act(one.callouts[i]), group ? { group: `callout ${at} ${i} ${group}` } : {});
const rowOf = (target) => Number(target.closest("[data-at]").dataset.at);
$("brief-callouts").addEventListener("input", ({ target }) => {
  const { callout: field } = target.dataset, { value } = target;
  if (field === "text") editCallout(rowOf(target), (one) => { one.text = value; }, "text");
  if (field === "to") editCallout(rowOf(target), (one) => { one.to = value; });
  if (field === "offset_pct") editCallout(rowOf(target), (one) => { if (value === "") delete one.offset_pct; else one.offset_pct = Number(value); }, "away");
});
$("brief-callouts").addEventListener("click", ({ target }) => {
  if (target.dataset.callout === "place") start("callout", rowOf(target));
  if (target.dataset.callout !== "delete") return;
  const gone = rowOf(target);
  edit((one) => put(one, "callouts", one.callouts.filter((_, i) => i !== gone)));
  fillCallouts();
  form.querySelector("[data-brief=call]").focus();
});

// -- picking on the map ---------------------------------------------------------------------------------------------------------
let picking = null, moved = -1;
function start(kind, callout = -1) {
  if (!scene()) return;
  if (g.measuring) g.actions["measure-toggle"]?.();
  g.editor.showIfElsewhere();
  [picking, moved] = [kind, callout];
  root.dataset.picking = kind;
  form.querySelector("[data-brief=pick]").setAttribute("aria-pressed", String(kind === "highlight"));
  ask();
  bar.hidden = false;
}
function ask(...parts) {
  const how = finger.matches ? "Tap" : "Click";
  const usual = picking === "highlight" ? `${how} what to highlight; again to remove it.` : `${how} the place the arrow points at.`;
  bar.querySelector("span").replaceChildren(...(parts.length ? parts : [usual]));
}
function stop() {
  if (!picking) return false;
  picking = null;
  delete root.dataset.picking;
  bar.hidden = true;
  form.querySelector("[data-brief=pick]").setAttribute("aria-pressed", "false");
  return true;
}

// On the window, so before the page's own listeners, which open the feature's page.
addEventListener("map-click", (event) => {
  if (!picking || g.measuring || g.present.briefing) return;
  event.stopImmediatePropagation();
  const { detail } = event, found = g.map.under(detail, finger.matches ? 12 : 5);
  for (const { layer, feature_id: id, name } of found) names.set(`${layer}/${id}`, name);
  if (picking === "callout") return place(detail.lngLat, found[0]);
  if (!found.length) return ask("Nothing there that can be highlighted.");
  told(found[0], toggleHighlight(found[0]), found.slice(1, 4));
}, true);
function told(feature, on, others = []) {
  const instead = others.map((other) => {
    const button = make("button", { type: "button", className: "text-button", textContent: other.name });
    button.addEventListener("click", () => { if (on) toggleHighlight(feature); told(other, toggleHighlight(other), [feature, ...others.filter((one) => one !== other)]); });
    return button;
  });
  ask(`${on ? "Highlighted" : "No longer highlighted"}: ${feature.name}.`, ...(instead.length ? [" Instead: ", ...instead] : []));
}
function place({ lng, lat }, feature) {
  const to = { lon: Number(lng.toFixed(4)), lat: Number(lat.toFixed(4)) };
  const index = moved >= 0 ? moved : listOf(scene().callouts).length;
  edit((one) => {
    const all = (one.callouts = listOf(one.callouts));
    if (moved >= 0) all[moved].at = to;
    else all.push({ text: (feature?.name ?? "").slice(0, 80), at: to, to: "ne" });
  });
  stop();
  fillCallouts();
  const text = $("brief-callouts").children[index].querySelector("[data-callout=text]");
  text.focus();
  text.select();
}

// -- what is wrong, beside its field ---------------------------------------------------------------------------------------------
const places = [...document.querySelectorAll("#briefing-panel [data-wrong]")];
const known = new Set(places.map((place) => place.dataset.wrong));
/** Show the faults of the whole briefing and those of the scene that is open. */
function showFaults(faults) {
  const texts = {};
  for (const { scene: number, field, said } of faults) {
    if (number !== null && number !== at + 1) continue;
    const [first, ...rest] = field.split(" "), whole = number === null;
    const key = whole ? `about-${first}` : first, where = known.has(key) ? key : whole ? "whole" : "title";
    const item = rest.join(" ").replace(/^item /, where === "bullets" ? "Line " : "No. ");
    (texts[where] ??= []).push([known.has(key) ? item : field, said].filter(Boolean).join(": "));
  }
  for (const element of places) {
    const text = (texts[element.dataset.wrong] ?? []).join("\n");
    if (element.textContent !== text) element.textContent = text; // else a screen reader says it again
    element.hidden = !text;
    $(`brief-${element.dataset.wrong}`)?.toggleAttribute("aria-invalid", Boolean(text));
  }
}

g.sceneForm = { form, fill, fillMap, start, stop, showFaults, listOf, textOf, get picking() { return picking; } };
