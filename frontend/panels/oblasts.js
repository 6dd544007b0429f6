/* The table of oblasts, docked below the map. The grid is Dash's and AG Grid's: its scripts are fetched when the table is first
   opened. A row that is pointed at or has the focus lights its oblast on the map, and the other way round. */
import { closest, element, elementOf, found, make, root } from "../dom.js";
import { mapPane } from "../map/map_pane.js";
import { base } from "../state/boot.js";
import { listen, onRestore, query, theme } from "../state/scenario.js";
import { inDialog } from "../state/screen.js";
import { t } from "../state/words.js";
import { actions } from "./actions.js";
import { dashIsDrawn, setProps } from "./dash.js";
import { highlightChosen } from "./feature.js";
import { foldDrawers } from "./fold.js";
import { litRow, rowOf, shownText } from "./oblast_rows.js";
import { startDash } from "./start_dash.js";

const LAYER = "oblasts", LOOK_MS = 30, LOOKS = 900, REST_MS = 450;
const table = element("oblasts"), body = element("oblasts-body"), said = element("oblasts-said");
const isOpen = () => !table.hidden;
Object.assign(window, { dashAgGridFunctions: { shownText } }); // where AG Grid's component of Dash looks for functions

/** @param {() => unknown} there */
async function until(there) {
  for (let looks = 0; !there(); looks++) {
    if (looks > LOOKS) throw new Error("It did not come.");
    await new Promise((next) => setTimeout(next, LOOK_MS));
  }
}

async function fetchGrid() {
  await startDash();
  for (const { src } of elementOf("table-scripts", HTMLTemplateElement).content.querySelectorAll("script"))
    await new Promise((done, failed) => document.body.append(make("script", { src, onload: done, onerror: failed })));
  await until(dashIsDrawn);
  // Dash has one root, which is in the right panel and hidden with it; what it fills may stand elsewhere.
  body.append(element("oblast-slot"));
  ask();
  await until(() => found("oblasts")?.querySelector(".ag-row"));
}
/** @type {Promise<void> | null} */
let fetched = null;

let asked = "";
/** Ask the server for the table of the scenario as it is now. */
function ask() {
  const now = `?${query()}`; // of the map as proposed it is empty, which Dash would not call new
  if (now === asked) return;
  asked = now;
  setProps("oblast-slot", { "data-value": now });
}
function follow() {
  for (const kind of ["csv", "xlsx"]) elementOf(`oblasts-${kind}`, HTMLAnchorElement).href = `${base}/oblasts.${kind}?${query()}`;
  table.dataset.agThemeMode = theme() === "dark" ? "dark" : "light";
}

async function open() {
  if (isOpen()) return close();
  foldDrawers();
  table.hidden = false;
  root.dataset.oblasts = "open";
  element("oblasts-open").setAttribute("aria-expanded", "true");
  follow();
  element("oblasts-close").focus();
  said.textContent = fetched ? "" : t("The table is on its way …");
  try {
    await (fetched ??= fetchGrid());
    ask();
    said.textContent = "";
  } catch {
    fetched = null;
    said.textContent = t("The table did not arrive: the server does not answer. Close it and try again.");
  }
}
function close() {
  if (!isOpen()) return;
  const had = table.contains(document.activeElement);
  light(null);
  table.hidden = true;
  delete root.dataset.oblasts;
  const opener = element("oblasts-open");
  opener.setAttribute("aria-expanded", "false");
  if (had) (opener.checkVisibility() ? opener : found("sheet-handle"))?.focus();
}
Object.assign(actions, { "oblasts-open": open, "oblasts-close": close });
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isOpen() || inDialog() || closest(event.target, ".ag-popup")) return;
  event.stopImmediatePropagation();
  close();
}, true);

// -- row and map light each other ----------------------------------------------------------------------------------------------
let lit = "";
/** @param {string | null} id of an oblast on the map */
function light(id) {
  if ((id ?? "") === lit) return;
  lit = id ?? "";
  if (lit) mapPane.highlight(LAYER, lit); else highlightChosen();
  litRow(body, lit);
}
for (const event of ["mouseover", "focusin"]) body.addEventListener(event, ({ target }) => light(rowOf(target)));
body.addEventListener("mouseleave", () => light(rowOf(document.activeElement)));
document.addEventListener("map-mousemove", ({ detail }) => {
  if (!isOpen()) return;
  const under = mapPane.under(detail, 0).find(({ layer }) => layer === LAYER);
  light(under?.feature_id ?? null);
  if (under) body.querySelector(`.ag-center-cols-container [row-id="${CSS.escape(under.feature_id)}"]`)?.scrollIntoView({ block: "nearest" });
});
document.addEventListener("map-mouseout", () => { if (isOpen()) light(null); });

// -- it follows the scenario -----------------------------------------------------------------------------------------------------
/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;
function changed() {
  if (!isOpen()) return;
  follow();
  clearTimeout(resting);
  resting = setTimeout(() => { if (isOpen() && fetched) ask(); }, REST_MS);
}
listen(changed);
onRestore(changed);
