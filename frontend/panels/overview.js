/* The head of the assessment: what the guarantees cover, and what they leave open, of the scenario being edited. The server writes
   both (dashboard/panels/covers.py, left_open.py); they are asked for once a change has come to rest, and only while they are seen. */
import { closest, element, elementOf, make, root } from "../dom.js";
import { mapPane } from "../map/map_pane.js";
import { change, guaranteesQuery, listen, setParams, setVisible, state } from "../state/scenario.js";
import { t } from "../state/words.js";
import { freeMap } from "./fold.js";
import { gapNews } from "./gap_news.js";
import { partOf, REST_MS } from "./parts.js";

const COVERAGE = "coverage_depth";
const overview = element("overview"), covers = element("covers-body"), gaps = element("left-open-body");
const said = element("left-open-said"), title = element("left-open-title"), count = element("left-open-count");
/** Of which query each part is. @type {Record<"covers" | "left_open", string | null>} */
const shown = { covers: covers.childElementCount ? guaranteesQuery() : null, left_open: null };

// -- asking -------------------------------------------------------------------------------------------------------------------
let control = new AbortController(), asking = "";
async function refresh() {
  const query = guaranteesQuery();
  if (state.scene || asking === query || !overview.checkVisibility() || element("map").dataset.state !== "live") return;
  control.abort();
  control = new AbortController();
  asking = query;
  const { signal } = control;
  await take("covers", covers, query, signal); // the quick one first
  await take("left_open", gaps, query, signal);
  if (!signal.aborted) asking = "";
}
/** @param {keyof typeof shown} name @param {HTMLElement} body @param {string} query @param {AbortSignal} signal */
async function take(name, body, query, signal) {
  if (shown[name] === query) return void body.removeAttribute("aria-busy");
  body.ariaBusy = "true";
  try {
    const html = await partOf(name, query, signal);
    if (html === null) return;
    (name === "covers" ? takeCovers : takeGaps)(html);
    shown[name] = query;
  } catch {
    if (signal.aborted) return;
    const again = make("button", { type: "button", className: "text-button", textContent: t("Try again") });
    again.addEventListener("click", refresh);
    body.replaceChildren(make("p", { className: "muted", textContent: t("This did not arrive: the server does not answer.") }), again);
    shown[name] = null;
  }
  body.removeAttribute("aria-busy");
}
/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;
function whenAtRest() {
  clearTimeout(resting);
  resting = setTimeout(refresh, REST_MS);
}
listen((keys) => {
  if (keys.includes("layers")) paintSwitch();
  if (keys.includes("other")) stand();
  if (keys.some((key) => key !== "view" && key !== "theme" && key !== "title" && key !== "name")) whenAtRest();
});
new MutationObserver(() => { lit(""); whenAtRest(); }).observe(root, { attributes: true, attributeFilter: ["data-right", "data-feature", "data-present", "data-pane"] });
document.addEventListener("map-live", whenAtRest);

/** Side by side, the table of both comes first. */
function stand() {
  const dash = element("react-entry-point"), after = Boolean(dash.compareDocumentPosition(overview) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (after !== Boolean(state.other)) dash[state.other ? "after" : "before"](overview);
}
stand();

// -- what it covers -----------------------------------------------------------------------------------------------------------
/** @param {string} html */
function takeCovers(html) {
  const had = closest(document.activeElement, ".cover-row")?.dataset.cover, was = covers.querySelector("[aria-pressed=true]");
  covers.innerHTML = html;
  /** @type {HTMLElement | null} */ (had ? covers.querySelector(`[data-cover="${had}"]`) : null)?.focus();
  if (was instanceof HTMLElement) lit(was.dataset.cover ?? "");
}
/** Say which row's ground is lit. @param {string} of */
function lit(of) {
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (covers.querySelectorAll(".cover-row"))) row.ariaPressed = String(row.dataset.cover === of);
}
const onMap = document.getElementById("covers-switch") ? elementOf("covers-switch", HTMLInputElement) : null;
function paintSwitch() {
  if (onMap) onMap.checked = state.layers.has(COVERAGE);
  if (!state.layers.has(COVERAGE) && covers.querySelector("[aria-pressed=true]")) { lit(""); mapPane.highlight(null, null); }
}
paintSwitch();
onMap?.addEventListener("change", () => setVisible(COVERAGE, onMap.checked));
covers.addEventListener("click", ({ target }) => {
  const row = closest(target, ".cover-row"), of = row?.ariaPressed === "true" ? "" : row?.dataset.cover ?? "";
  if (!row || !onMap) return;
  if (of) setVisible(COVERAGE, true);
  mapPane.mark(null);
  mapPane.highlight(of ? COVERAGE : null, of === "none" ? "coverage-none" : `coverage-by-${of.replaceAll("_", "-")}`);
  lit(of);
  if (of) freeMap();
});

// -- what is left open ----------------------------------------------------------------------------------------------------------
/** What was there before a fix was chosen. @type {{ gaps: import("./gap_news.js").Gaps, shows: boolean } | null} */
let before = null;
const listed = () => new Map([...gaps.querySelectorAll("[data-gap]")].map((one) => [/** @type {HTMLElement} */ (one).dataset.gap ?? "", one.querySelector(".gap-text")?.textContent ?? ""]));

/** @param {string} html */
function takeGaps(html) {
  const had = gaps.contains(document.activeElement);
  const groups = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (gaps.querySelectorAll(".gap-group"));
  const open = new Map([...groups()].map((one) => [one.dataset.kind, one.open]));
  gaps.innerHTML = html;
  if (open.size) for (const one of groups()) one.open = open.get(one.dataset.kind) ?? false;
  count.textContent = /** @type {HTMLElement | null} */ (gaps.querySelector("[data-count]"))?.dataset.count ?? "";
  said.textContent = before ? gapNews(before.gaps, listed(), before.shows) : "";
  if (before || had) title.focus(); // the button is gone
  before = null;
}
gaps.addEventListener("click", ({ target }) => {
  const fix = closest(target, "[data-fix]"), show = closest(target, "[data-gap-show]");
  if (fix) {
    const { layers = "", ...params } = /** @type {Record<string, string>} */ (JSON.parse(fix.dataset.fix ?? "{}"));
    before = { gaps: listed(), shows: Boolean(layers) };
    said.textContent = t("Changed. Looking at what that closes …");
    if (layers) change({ layers: new Set([...state.layers, ...layers.split(",")]) }); else setParams(params);
  } else if (show) {
    const { gapShow: layer = "", mark = "", at = "", stretch } = show.dataset, [west, south, east, north] = at.split(",").map(Number);
    if (layer) setVisible(layer, true);
    lit("");
    mapPane.highlight(mark ? layer : null, mark || null);
    mapPane.mark(stretch ? JSON.parse(stretch) : null);
    freeMap();
    mapPane.show([[west, south], [east, north]]);
  }
});
