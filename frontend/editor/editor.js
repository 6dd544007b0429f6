/* The Briefing panel: the list of scenes, the briefings of this browser, files, checks by the server, presenting.
   Everything but checks, pictures and the writing of YAML works without the server (editor_store.js). */
import { g } from "../state/page.js";

const { drafts, sceneForm } = g, { make } = g.told, { listOf, textOf } = sceneForm;
const root = document.documentElement, box = document.getElementById("map");
const $ = (id) => document.getElementById(id);
const panel = $("briefing-panel"), scenes = $("briefing-scenes"), which = $("briefing-which"), toastBox = $("briefing-toast");
const { viewOf, mapOf, capture, isOnMap, pictureOf } = g.sceneMap;
const CHECK_MS = 600, AGAIN_MS = 10000, TOAST_MS = 12000;
let chosen = -1; // which scene's form is open
const isOpen = () => root.dataset.briefing === "open";
const all = () => drafts.briefing?.scenes ?? [];
const titleOf = (scene) => textOf(scene?.title) || "Untitled";
const say = (text) => { $("briefing-said").textContent = text; };

// -- the map and a scene ------------------------------------------------------------------------------------------------
function show(index = chosen) {
  const scene = all()[index];
  if (!scene) return;
  g.restore({ side: "a", ...mapOf(scene), view: viewOf(scene), compare: null }, { push: true });
  if (g.narrow.matches) open(false);
  say(`The map shows “${titleOf(scene)}”.`);
}
const showIfElsewhere = () => { if (!isOnMap(all()[chosen])) show(); };

/* A callout's figures and a feature's place are the server's; what it told last holds while text and map stay the same. */
const toldCallouts = new Map();
const keyOf = (scene, { text, at: place }) => JSON.stringify([scene.scenario, text, place]);
function keepCallouts() {
  toldCallouts.clear();
  all().forEach((scene, i) => listOf(scene.callouts).forEach((callout, k) => toldCallouts.set(keyOf(scene, callout), toldNow.scenes[i].callouts[k])));
}

/** Highlights and callouts of the open scene, while the map shows it. */
function mark() {
  if (g.present.briefing || box.dataset.state !== "live") return;
  const scene = isOpen() ? all()[chosen] : null;
  if (!scene || !isOnMap(scene)) { g.told.calm(); return g.told.call(null); }
  const callouts = listOf(scene.callouts).map((callout) => {
    const { text, at: place, to = "ne", offset_pct: away = 12 } = callout, told = toldCallouts.get(keyOf(scene, callout));
    const { lon, lat } = place && "lon" in place ? { lon: Number(place.lon), lat: Number(place.lat) } : told ?? {};
    return { text: told?.text ?? textOf(text), lon, lat, to, offset_pct: Number(away) };
  });
  g.told.emphasise({ highlights: listOf(scene.highlights).filter(({ layer }) => g.state.layers.has(layer)) });
  box.append(g.told.overlay);
  g.told.call({ callouts: callouts.filter(({ lon, lat }) => Number.isFinite(lon + lat)) });
}
g.listen((keys) => { if (isOpen() && keys.some((key) => key !== "view")) mark(); if (keys.includes("theme")) paint(); });
document.addEventListener("map-live", () => mark());
document.addEventListener("present-left", () => mark());

// -- the list -------------------------------------------------------------------------------------------------------------
const rows = new Map(); // by the scene's id
function newRow() {
  const row = make("li", { className: "brief-scene" },
    make("div", { className: "brief-head" },
      make("span", { className: "brief-grip", title: "Drag to reorder", ariaHidden: "true", textContent: "⠿" }),
      make("button", { type: "button", className: "brief-shot", title: "Show on the map" }, make("img", { alt: "", loading: "lazy", decoding: "async" })),
      make("button", { type: "button", className: "brief-open" }, make("b"), make("span"), make("i"))));
  const image = row.querySelector("img");
  image.addEventListener("error", () => { image.hidden = true; });
  image.addEventListener("load", () => { image.hidden = false; });
  return row;
}
const at = (element) => [...scenes.children].indexOf(element.closest(".brief-scene"));
const opener = (index) => scenes.children[index]?.querySelector(".brief-open");

function paint() {
  if (!isOpen()) return;
  $("briefing-none").hidden = Boolean(drafts.briefing);
  $("briefing-some").hidden = $("briefing-tools").hidden = !drafts.briefing;
  if (!drafts.briefing) { scenes.replaceChildren(); return; }
  const used = new Set();
  const wanted = all().map((scene) => {
    let key = textOf(scene.id);
    while (used.has(key)) key += "'";
    used.add(key);
    if (!rows.has(key)) rows.set(key, newRow());
    return rows.get(key);
  });
  for (const key of rows.keys()) if (!used.has(key)) rows.delete(key);
  if (wanted.length !== scenes.children.length || wanted.some((row, i) => row !== scenes.children[i])) scenes.replaceChildren(...wanted);
  chosen = Math.min(chosen, wanted.length - 1);
  all().forEach((scene, i) => paintRow(wanted[i], scene, i));
  $("briefing-hint").hidden = wanted.length < 2;
  if (chosen < 0) $("briefing-some").append(sceneForm.form); else if (sceneForm.form.parentElement !== wanted[chosen]) wanted[chosen].append(sceneForm.form);
}
function paintRow(row, scene, i) {
  const [shot, button] = row.querySelectorAll("button"), [number, title, wrong] = button.children;
  const count = faults.filter((fault) => fault.scene === i + 1).length;
  number.textContent = String(i + 1);
  title.textContent = titleOf(scene);
  wrong.textContent = count ? `${count} to correct` : "";
  button.setAttribute("aria-expanded", String(i === chosen));
  shot.setAttribute("aria-label", `Show scene ${i + 1} on the map`);
  row.toggleAttribute("data-open", i === chosen);
  const image = shot.firstElementChild, src = pictureOf(scene);
  if (image.getAttribute("src") !== src) image.src = src;
}
function choose(index, { focus = false } = {}) {
  chosen = index;
  sceneForm.stop();
  paint();
  sceneForm.fill(index);
  sceneForm.showFaults(faults);
  mark();
  if (focus) opener(index)?.focus();
  if (index >= 0 && isOpen()) scenes.children[index]?.firstElementChild.scrollIntoView({ block: "nearest" });
}

function move(from, to, { focus = true } = {}) {
  if (to < 0 || to >= all().length || to === from) return;
  const before = all()[chosen];
  drafts.change(({ scenes: list }) => list.splice(to, 0, ...list.splice(from, 1)), { whole: true, said: "The move" });
  choose(all().indexOf(before));
  if (focus) opener(to)?.focus();
  say(`“${titleOf(all()[to])}” is now scene ${to + 1} of ${all().length}.`);
}
function remove(index) {
  const gone = all()[index];
  if (!gone) return;
  drafts.change(({ scenes: list }) => list.splice(index, 1), { whole: true, said: `“${titleOf(gone)}”` });
  choose(chosen === index ? -1 : chosen > index ? chosen - 1 : chosen);
  (opener(Math.min(index, all().length - 1)) ?? panel.querySelector("[data-brief=add]")).focus();
  toast(`Deleted scene ${index + 1}, “${titleOf(gone)}”.`, "Undo", undo);
}
function idOf(title) {
  const slug = title.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 50).replace(/-+$/, "") || "scene";
  const used = new Set(all().map(({ id }) => id));
  let id = slug;
  for (let n = 2; used.has(id); n++) id = `${slug}-${n}`;
  return id;
}
function duplicate(index) {
  const copy = structuredClone(all()[index]);
  copy.id = idOf(textOf(copy.id));
  drafts.change(({ scenes: list }) => list.splice(index + 1, 0, copy), { whole: true, said: "The copy" });
  choose(index + 1, { focus: true });
  say(`Scene ${index + 2} is a copy of scene ${index + 1}.`);
}
function undo() {
  const said = drafts.undo();
  if (said === null) return say("Nothing to undo.");
  hideToast();
  choose(Math.min(chosen, all().length - 1));
  say(`${said} ${said.startsWith("“") ? "is back." : "is undone."}`);
}

// -- add and update ----------------------------------------------------------------------------------------------------------
const today = () => { const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-"); };
const empty = () => ({ schema_version: 1, id: "my-briefing", title: "My briefing", date: today(), marking: panel.dataset.marking, scenes: [] });
async function copyShipped() {
  const { briefings } = await (await fetch(`${g.base}/briefings.json`)).json();
  const { briefing } = await (await fetch(`${g.base}/briefing/read?id=${encodeURIComponent(briefings[0].id)}`)).json();
  return { ...briefing, id: `${briefing.id}-copy`, date: today() };
}
async function copy() {
  try {
    drafts.begin(await copyShipped());
  } catch { toast("The shipped briefing could not be fetched: the server does not answer."); }
}
let adding = false, added = -1; // which scene was added last and not presented since
async function add() {
  if (adding) return;
  adding = true;
  const scenario = capture(); // before anything can move
  let from = "";
  try {
    if (!drafts.briefing) {
      const shipped = await copyShipped().catch(() => null);
      drafts.begin(shipped ?? empty());
      from = shipped ? ", a copy of the shipped briefing" : ", a new briefing";
    }
  } finally { adding = false; }
  const guarantees = g.boot.layers.filter(({ group, id }) => group === "guarantee" && scenario.layers.includes(id)).map(({ title }) => title);
  const title = g.state.title !== g.boot.defaults.title ? g.state.title : guarantees.join(", ").slice(0, 120) || `The line on ${g.boot.dates[scenario.line]}`;
  const to = chosen >= 0 ? chosen + 1 : all().length;
  drafts.change(({ scenes: list }) => list.splice(to, 0, { id: idOf(title), title, scenario }), { whole: true, said: "The added scene" });
  choose(to);
  added = to;
  if (isOpen() && !g.narrow.matches) { const field = sceneForm.form.elements.title; field.focus(); field.select(); }
  const beside = g.state.other ? ` It holds only scenario ${g.state.side.toUpperCase()}.` : "";
  const text = `Added as scene ${to + 1} of “${textOf(drafts.briefing.title)}”${from}.${beside}`;
  if (isOpen()) { toast(text, "Undo", undo); say(text); } else toast(text, "Open", () => { open(true); choose(to); });
}
function update() {
  const scene = all()[chosen], scenario = capture();
  if (!scene) return;
  drafts.change(() => { scene.scenario = scenario; }, { said: "The new view" });
  sceneForm.fillMap();
  mark();
  toast(`“${titleOf(scene)}” shows the map as it is now.`, "Undo", undo);
}

// -- what the server says --------------------------------------------------------------------------------------------------------
let faults = [], toldNow = null, checked = "", answers = true, asking = null, waiting = 0;
const checkSoon = (ms = CHECK_MS) => { clearTimeout(waiting); waiting = setTimeout(check, ms); };
/** Have the server judge the briefing; true where it has judged what is here now. */
async function check() {
  clearTimeout(waiting);
  asking?.abort();
  if (!all().length) { [faults, toldNow, checked] = [[], null, ""]; return heard(); }
  const { signal } = (asking = new AbortController()), body = JSON.stringify(drafts.briefing);
  try {
    const answer = await fetch(`${g.base}/briefing/told`, { method: "POST", body, signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    if (signal.aborted) return false;
    [faults, toldNow, checked] = [found.faults ?? [], found.told ?? null, body];
    if (told()) keepCallouts();
    if (!answers) for (const image of scenes.querySelectorAll("img[hidden]")) image.src = image.getAttribute("src"); // ask again
    answers = true;
  } catch {
    if (signal.aborted) return false;
    answers = false;
    if (isOpen()) checkSoon(AGAIN_MS);
  }
  heard();
  return answers;
}
function heard() {
  paint();
  sceneForm.showFaults(faults);
  state();
  mark();
}
addEventListener("online", () => { if (isOpen()) check(); });

function state() {
  const [text, button] = $("briefing-state").children, count = faults.length;
  const saved = drafts.failed ? "Not saved: this browser's storage is full or blocked. Save the YAML file." : "Saved in this browser.";
  text.textContent = answers || drafts.failed ? saved : `${saved} The server does not answer; checks and pictures come back with it.`;
  $("briefing-state").toggleAttribute("data-wrong", drafts.failed || !answers);
  button.hidden = !count;
  button.textContent = `${count} ${count === 1 ? "thing" : "things"} to correct`;
}
function showFault() {
  const [first] = faults;
  if (!first) return;
  if (first.scene === null) $("briefing-about").open = true; else choose(first.scene - 1);
  const place = panel.querySelector("[data-wrong]:not([hidden])");
  place?.scrollIntoView({ block: "center" });
  place?.parentElement.querySelector("input, textarea")?.focus({ preventScroll: true });
}

// -- the briefing itself ----------------------------------------------------------------------------------------------------------------
const ABOUT = ["title", "author", "date", "id", "marking"];
function fillWhich() {
  const list = drafts.list();
  which.replaceChildren(...list.map(({ uid, title, scenes: count }) => make("option", { value: uid, textContent: `${title || "Untitled"} (${count})` })));
  which.value = drafts.uid ?? "";
}
for (const name of ABOUT)
  $(`brief-about-${name}`).addEventListener("input", ({ target }) =>
    drafts.change((briefing) => { if (target.value || ["title", "date", "id"].includes(name)) briefing[name] = target.value; else delete briefing[name]; }, { group: `about ${name}` }));
function fillAbout() { for (const name of ABOUT) $(`brief-about-${name}`).value = textOf(drafts.briefing?.[name]); }
which.addEventListener("change", () => drafts.open(which.value));
function drop() {
  const title = textOf(drafts.briefing.title), back = drafts.drop();
  toast(`Deleted the briefing “${title}”.`, "Undo", () => { hideToast(); back(); });
}
function twin() {
  const next = structuredClone(drafts.briefing);
  drafts.begin({ ...next, title: `${textOf(next.title)} (copy)`.slice(0, 120) });
}

drafts.listen((what) => {
  const newer = $("briefing-newer");
  if (what === "opened") { [faults, toldNow, checked] = [[], null, ""]; newer.hidden = true; added = -1; fillWhich(); fillAbout(); choose(-1); if (isOpen()) checkSoon(0); }
  if (what === "redrawn") { faults = faults.filter(({ scene }) => scene === null); fillAbout(); } // the scenes' numbers are others now
  if (what === "changed" || what === "redrawn") { hideToast(); paint(); checkSoon(); }
  if (what === "changed") mark();
  if (what === "saved" || what === "others") { fillWhich(); state(); }
  if (what === "parted") { newer.hidden = true; toast("Another tab had changed this briefing as well. Yours is kept as a copy; both are in the list."); fillAbout(); }
  if (what === "newer") { newer.hidden = false; newer.firstElementChild.textContent = "Another tab has changed this briefing. What you change here is kept as a copy."; }
  if (what === "deleted") toast("Another tab has deleted this briefing. It is saved again as soon as you change it here.");
});

// -- panel, toast ----------------------------------------------------------------------------------------------------------------------------
let fading = 0, doing = null, leftBefore = "";
function toast(text, label = "", act = null) {
  clearTimeout(fading);
  const [span, button] = toastBox.children;
  span.textContent = text;
  button.textContent = label;
  button.hidden = !act;
  doing = act;
  toastBox.hidden = false;
  fading = setTimeout(hideToast, TOAST_MS);
}
function hideToast() { clearTimeout(fading); toastBox.hidden = true; doing = null; }

function open(on = !isOpen()) {
  if (on === isOpen()) return;
  if (on) leftBefore = root.dataset.left;
  if (g.narrow.matches) g.foldDrawers(); else if (g.medium.matches) root.dataset.left = on ? "folded" : leftBefore; // no room for three
  if (on) root.dataset.briefing = "open"; else delete root.dataset.briefing;
  panel.hidden = !on;
  $("briefing-open")?.setAttribute("aria-pressed", String(on));
  if (!on) sceneForm.stop();
  paint();
  if (on) { state(); checkSoon(0); } else mark();
}
const index = () => chosen;
const does = {
  close: () => { open(false); $("briefing-open")?.focus(); }, copy, fresh: () => drafts.begin(empty()), twin, drop,
  add, fault: showFault, take: () => drafts.open(drafts.uid),
  show: () => show(), update, duplicate: () => duplicate(index()), delete: () => remove(index()),
  pick: () => (sceneForm.picking === "highlight" ? sceneForm.stop() : sceneForm.start("highlight")), call: () => sceneForm.start("callout"),
  stop: () => { sceneForm.stop(); sceneForm.form.querySelector("[data-brief=pick]").focus(); }, undo: () => doing?.(),
};
document.addEventListener("click", ({ target }) => {
  const act = target.closest?.("[data-brief]");
  if (act) return does[act.dataset.brief]();
  if (target.closest?.(".brief-shot")) { const i = at(target); choose(i); return show(i); }
  const button = target.closest?.(".brief-open");
  if (button) choose(at(button) === chosen ? -1 : at(button));
});
panel.addEventListener("keydown", (event) => {
  const { key, target } = event, field = target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  const taken = () => { event.preventDefault(); event.stopPropagation(); };
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z" && !field) { taken(); return undo(); }
  const here = target.matches(".brief-open") ? at(target) : -1;
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (here >= 0 && step) { taken(); if (event.altKey) move(here, here + step); else opener(here + step)?.focus(); }
  if (here >= 0 && key === "Delete") { taken(); remove(here); }
  if (key === "Escape" && !field && !sceneForm.picking) { taken(); does.close(); }
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && sceneForm.stop()) { event.stopImmediatePropagation(); sceneForm.form.querySelector("[data-brief=pick]").focus(); }
}, true);

/** Where a presentation begins (from 1): at the scene just added, else at the one whose form is open, else at the first. */
function startsAt() {
  const at = isOpen() ? chosen : added;
  added = -1;
  return Math.max(Math.min(at, all().length - 1), 0) + 1;
}

Object.assign(g.actions, { "briefing-open": () => open(), "briefing-add": add });
Object.assign(g.keys, { a: add, b: () => open() });
/** The briefing as the server tells it, if it has told it as it is now. */
const told = () => (toldNow && checked === JSON.stringify(drafts.briefing) ? toldNow : null);
g.editor = { does, open, choose, move, startsAt, showIfElsewhere, check, showFault, told, toast, hideToast, get chosen() { return chosen; }, get faults() { return faults; } };
drafts.reopen();
