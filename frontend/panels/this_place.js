/* What the guarantees mean at a place that was clicked or found: in the right panel, with a mark on the map, and in the address after
   its `#`, so that a link leads there. The server writes it (dashboard/panels/this_place.py). */
import { announce, closest, element, make, root } from "../dom.js";
import { mapPane } from "../map/map_pane.js";
import { boot } from "../state/boot.js";
import { guaranteesQuery, listen, query, state } from "../state/scenario.js";
import { t } from "../state/words.js";
import { copyText } from "./copy.js";
import { openPage } from "./feature.js";
import { notify } from "./notes.js";
import { partOf, REST_MS } from "./parts.js";
import { isOnMap, placeOf, placeText } from "./place_address.js";

/** @typedef {import("../types").LngLat} LngLat */
const section = element("this-place");
/** @type {LngLat | null} */
let now = null;
let control = new AbortController();

/** @param {LngLat} at @param {boolean} [focus] */
async function ask(at, focus = false) {
  control.abort();
  control = new AbortController();
  const { signal } = control;
  section.ariaBusy = "true";
  try {
    const html = await partOf("this_place", [`lon=${at.lng.toFixed(3)}&lat=${at.lat.toFixed(3)}`, guaranteesQuery()].filter(Boolean).join("&"), signal);
    if (html === null) return;
    section.innerHTML = html;
    if (focus) element("this-place-title").focus({ preventScroll: true });
  } catch {
    section.replaceChildren(make("p", { className: "muted", textContent: t("This did not arrive: the server does not answer.") }));
  }
  section.removeAttribute("aria-busy");
}
/** The address says which place is shown. @param {LngLat | null} at */
function write(at) {
  if (state.scene || (!at && !placeOf(location.hash))) return;
  history.replaceState(history.state, "", location.pathname + location.search + (at ? placeText(at) : ""));
}
document.addEventListener("place", ({ detail }) => {
  now = detail && !state.scene && isOnMap(detail, Object.values(boot.views).map(({ bounds }) => bounds)) ? { lng: detail.lng, lat: detail.lat } : null;
  section.hidden = !now;
  delete root.dataset.place;
  mapPane.mark(now && { type: "Point", coordinates: [now.lng, now.lat] });
  write(now);
  if (!now) return control.abort();
  if (root.dataset.feature !== "open") {
    mapPane.keepInSight(now);
    root.dataset.place = "alone";
    openPage();
  }
  ask(now, detail?.focus);
});

/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;
listen((keys) => {
  if (!now || !keys.some((key) => ["layers", "line", "params", "side", "other"].includes(key))) return;
  clearTimeout(resting);
  resting = setTimeout(() => now && ask(now), REST_MS);
});
section.addEventListener("click", ({ target }) => {
  if (!now || !closest(target, "#place-copy")) return;
  const text = query();
  copyText(location.origin + location.pathname + (text ? `?${text}` : "") + placeText(now));
  notify(t("Link copied."), { id: "place-copied", autoClose: 2500 });
});

function follow() {
  const at = placeOf(location.hash);
  if (at) announce("place", at);
}
document.addEventListener("map-live", follow);
addEventListener("hashchange", follow);
