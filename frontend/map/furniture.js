/* On the map: what lies under the mouse, where it is, and how long a kilometre is. */
import { element, make } from "../dom.js";
import { boot, layerById } from "../state/boot.js";
import { state } from "../state/scenario.js";
import { finger } from "../state/screen.js";
import { kmPerPixel, positionText, roundLengthKm } from "./camera.js";
import { mapPane } from "./map_pane.js";
import { numberIn, t } from "../state/words.js";

/** @typedef {import("../types").MapEvent} MapEvent */
const SCALE_PX = 120, KM_PER_NM = 1.852;
const tip = element("map-tip");
/** @param {string} className @param {string} textContent */
const text = (className, textContent) => make("span", { className, textContent });
/** @type {Record<string, string>} */
const STATUS = { documented: t("Documented"), notional: t("Notional"), derived: t("Derived") };
/** @type {MapEvent | null} */
let pending = null;
export function hideTip() { tip.hidden = true; pending = null; }

document.addEventListener("map-mousemove", ({ detail }) => {
  element("map-cursor").textContent = positionText(detail.lngLat);
  if (state.measuring || finger.matches) return;
  if (!pending) requestAnimationFrame(() => pending && showTip(pending));
  pending = detail;
});
document.addEventListener("map-click", hideTip);
document.addEventListener("map-mouseout", () => { hideTip(); mapPane.warm("hovered", null); element("map-cursor").textContent = ""; });

/** @param {MapEvent} detail */
function showTip(detail) {
  pending = null;
  const [top, ...others] = mapPane.under(detail);
  mapPane.warm("hovered", top ?? null, detail.view);
  detail.target.getCanvas().style.cursor = top ? "pointer" : "";
  if (!top) return hideTip();
  tip.replaceChildren(
    make("strong", { textContent: top.name }),
    text("tip-kind", boot.kinds[`${top.layer}/${top.kind}`] ?? layerById[top.layer]?.title ?? ""),
    text("tip-measure", top.measure ?? ""),
    text(`status status-${top.status}`, STATUS[top.status] ?? ""),
    ...(others.length ? [text("tip-more", `${t("Also here:")} ` + others.slice(0, 3).map((f) => f.name).join(" · "))] : []));
  tip.hidden = false;
  const box = element("map").getBoundingClientRect(), size = tip.getBoundingClientRect();
  const point = { x: detail.originalEvent.clientX - box.left, y: detail.originalEvent.clientY - box.top };
  const left = point.x + 16 + size.width > box.width ? point.x - size.width - 12 : point.x + 14;
  const up = point.y + 16 + size.height > box.height ? point.y - size.height - 10 : point.y + 14;
  tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, up)}px)`;
}

document.addEventListener("map-move", ({ detail: map }) => {
  const kmPerPx = kmPerPixel(map.getCenter().lat, map.getZoom()), km = roundLengthKm(SCALE_PX * kmPerPx);
  element("scale-bar").style.width = `${(km / kmPerPx).toFixed(1)}px`;
  const nm = numberIn(km / KM_PER_NM, { maximumSignificantDigits: km >= 185 ? 3 : 2 });
  element("scale-text").textContent = t("{km} km · {nm} nm", { km: numberIn(km), nm });
  const accuracy = element("map-accuracy");
  accuracy.hidden = map.getZoom() < boot.zoom.accuracy_from || !boot.reference_line || !state.layers.has(boot.reference_line.layer);
  if (!accuracy.hidden) accuracy.textContent = t("Line drawn to about {km} km", { km: boot.zoom.accuracy_km });
  hideTip();
});
