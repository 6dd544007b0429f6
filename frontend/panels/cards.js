/* The cards of the layers: a guarantee's label on the map opens its card. */
import { closest, found, part } from "../dom.js";
import { mapPane } from "../map/map_pane.js";
import { turnTo } from "../state/scenario.js";
import { narrow } from "../state/screen.js";
import { t } from "../state/words.js";
import { freeMap, openPanel } from "./fold.js";

/** Open the card of a layer where it can be seen, and put the focus on it. @param {string} id */
export function openCard(id) {
  const card = document.querySelector(`[data-card="${id}"]`), summary = card?.querySelector("summary"), details = card?.querySelector("details");
  if (!found("guarantee-panel") || !summary || !details) return;
  openPanel("left");
  details.open = true;
  summary.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
}
// A card that is opened in the sheet of a phone: its sliders come into sight.
document.addEventListener("toggle", ({ target }) => {
  if (narrow.matches && target instanceof HTMLDetailsElement && target.open) target.closest(".card")?.scrollIntoView({ block: "start" });
}, true);
// What lies mostly outside the view says so.
/** @type {Record<string, [lon: number, lat: number][]>} */
const members = {};
document.addEventListener("members-outside", ({ detail: { layer, outside, called, members: all } }) => {
  const said = document.querySelector(`[data-card="${layer}"] .card-outside`);
  if (!(said instanceof HTMLElement)) return;
  members[layer] = all;
  said.hidden = outside * 2 <= all.length;
  if (!said.hidden) part(said, "span", HTMLElement).textContent = t("{outside} of {count} {members} outside", { outside, count: all.length, members: called });
});
document.addEventListener("click", ({ target }) => {
  const layer = closest(target, ".card-outside button")?.dataset.show;
  if (!layer) return;
  freeMap();
  mapPane.show(members[layer]);
});

document.addEventListener("guarantee-label", ({ detail }) => {
  turnTo(detail.side);
  openCard(detail.layer);
});
