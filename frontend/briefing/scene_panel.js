/* A scene beside the map: title, lines, timeline, sources and notes, as large as there is room for; and the date of the reference
   line in the legend. */
import { element, found, make, root } from "../dom.js";
import { upright } from "../state/screen.js";
import { livePart } from "./live.js";
import { isWeb, link, runs, together } from "./text.js";
import { t } from "../state/words.js";

/** @typedef {import("../types").SceneSource} SceneSource */
const title = make("h1"), lines = make("ul"), sources = make("p", { className: "told-sources" });
const table = make("table"); // what the scene's kind makes of the map's data
const body = make("div", { className: "told-body" }, title, lines, table, livePart);
const room = make("div", { className: "told-legend-room" }); // the legend is Dash's, so it is laid over the panel, not put into it
export const panel = make("section", { id: "told", ariaLabel: t("Scene"), ariaLive: "polite" }, body, room, sources);
const timeline = make("ol", { id: "told-timeline", ariaLabel: t("Timeline") });
export const notes = make("section", { id: "told-notes", ariaLabel: t("Notes"), tabIndex: 0, hidden: true });

/** “United Nations, A/49/765 (seen in …)” is too long for a wall; the whole of it stands in the tooltip. @param {string} publisher */
const brief = (publisher) => publisher.split(/, | \(/)[0];
/** @param {SceneSource} source */
function sourceElement({ title: name, publisher, date, url }) {
  const said = document.createTextNode(`${brief(publisher)}, ${date}`), whole = `${name}. ${publisher}, ${date}`;
  return isWeb(url) ? Object.assign(link(url, said), { title: whole }) : make("span", { title: whole }, said);
}

/** @param {import("../types").Scene} scene */
export function writeScene(scene) {
  const seen = new Map(scene.sources.map((one) => [`${brief(one.publisher)}, ${one.date}`, one]));
  sources.replaceChildren(`${t("Sources:")} `, ...[...seen.values()].flatMap((one, i) => (i ? [" · ", sourceElement(one)] : [sourceElement(one)])));
  if (scene.assumptions?.length)
    sources.append(seen.size ? " · " : "", make("span", { title: scene.assumptions.join("\n") }, t("assumptions of this project")));
  sources.hidden = !seen.size && !scene.assumptions?.length;
  panel.toggleAttribute("data-wide", scene.has_map === false);
  timeline.replaceChildren(...scene.timeline.map(({ date, day, text }) =>
    make("li", {}, make("time", { dateTime: date, textContent: day }), make("p", {}, ...runs(text)))));
  timeline.hidden = !scene.timeline.length;
  root.toggleAttribute("data-timeline", !timeline.hidden);
  notes.scrollTop = panel.scrollTop = 0;
  writeTexts(scene);
}
/** What has figures of the map in it. @param {import("../types").Scene} scene */
export function writeTexts(scene) {
  title.textContent = together(scene.title);
  lines.replaceChildren(...scene.bullets.map((line) => make("li", {}, ...runs(line))));
  writeTable(scene.table);
  notes.replaceChildren(...(scene.notes.length ? scene.notes : [[{ text: t("No notes for this scene.") }]]).map((part) => make("p", {}, ...runs(part))));
  settle();
}
/** @param {import("../types").SceneTable | null | undefined} given */
function writeTable(given) {
  table.hidden = !given?.rows.length;
  if (!given || table.hidden) return table.replaceChildren();
  /** @param {HTMLElement[]} cells */
  const row = (cells) => make("tr", {}, ...cells);
  const heads = given.columns.some(Boolean) ? [make("thead", {}, row(given.columns.map((name) => make("th", { scope: "col" }, name))))] : [];
  /** @param {import("../types").TextRun[]} line @param {number} i */
  const cell = (line, i) => (i ? make("td", {}, ...runs(line)) : make("th", { scope: "row" }, ...runs(line)));
  table.replaceChildren(...heads, make("tbody", {}, ...given.rows.map((cells) => row(cells.map(cell)))));
}
export function closePanel() {
  for (const part of [panel, notes, timeline]) part.remove();
}

/** Text is as large as there is room for; what is too long even so can be scrolled. */
export function settle() {
  (upright.matches ? body : element("map")).append(timeline);
  const legend = found("legend"), inside = legend !== null && !upright.matches;
  for (const area of [panel, timeline])
    for (const size of upright.matches ? [1, 0.92, 0.85] : [1, 0.94, 0.88, 0.82, 0.76, 0.7]) {
      area.style.setProperty("--fit", String(size));
      room.style.height = inside ? `${legend.offsetHeight}px` : "0";
      if (area.scrollHeight <= area.clientHeight + 1) break;
    }
  if (!inside) return;
  const place = room.getBoundingClientRect();
  for (const [name, value] of [["left", place.left], ["top", place.top], ["width", place.width]])
    legend.style.setProperty(`--room-${name}`, `${value}px`);
}
/* The legend grows and shrinks with what is shown. */
const legendGrows = new ResizeObserver(() => { if (panel.isConnected) settle(); });
new MutationObserver((_, watch) => {
  const legend = found("legend");
  if (!legend) return;
  watch.disconnect();
  legendGrows.observe(legend);
}).observe(document.body, { childList: true, subtree: true });
