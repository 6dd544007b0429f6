/* On the map: what lies under the mouse, where it is, and how long a kilometre is. */
import { g } from "../state/page.js";

const tip = document.getElementById("map-tip");
const text = (tag, className, content) => Object.assign(document.createElement(tag), { className, textContent: content });
const STATUS = { documented: "Documented", notional: "Notional", derived: "Derived" };
let pending = null;
function hideTip() { tip.hidden = true; pending = null; }

document.addEventListener("map-mousemove", ({ detail }) => {
  document.getElementById("map-cursor").textContent = position(detail.lngLat);
  if (g.measuring || matchMedia("(hover: none)").matches) return;
  if (!pending) requestAnimationFrame(() => pending && showTip(pending));
  pending = detail;
});
document.addEventListener("map-click", hideTip);
document.addEventListener("map-mouseout", () => { hideTip(); document.getElementById("map-cursor").textContent = ""; });

function showTip(detail) {
  pending = null;
  const [top, ...others] = g.map.under(detail);
  detail.target.getCanvas().style.cursor = top ? "pointer" : "";
  if (!top) return hideTip();
  tip.replaceChildren(
    text("strong", "", top.name),
    text("span", "tip-kind", g.boot.kinds[`${top.layer}/${top.kind}`] ?? g.byId[top.layer]?.title ?? ""),
    text("span", "tip-measure", top.measure ?? ""),
    text("span", `status status-${top.status}`, STATUS[top.status] ?? ""),
    ...(others.length ? [text("span", "tip-more", "Also here: " + others.slice(0, 3).map((f) => f.name).join(" · "))] : []));
  tip.hidden = false;
  const box = document.getElementById("map").getBoundingClientRect(), size = tip.getBoundingClientRect();
  const point = { x: detail.originalEvent.clientX - box.left, y: detail.originalEvent.clientY - box.top };
  const left = point.x + 16 + size.width > box.width ? point.x - size.width - 12 : point.x + 14;
  const up = point.y + 16 + size.height > box.height ? point.y - size.height - 10 : point.y + 14;
  tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, up)}px)`;
}

const position = ({ lat, lng }) =>
  `${Math.abs(lat).toFixed(2)}° ${lat < 0 ? "S" : "N"} ${Math.abs(lng).toFixed(2)}° ${lng < 0 ? "W" : "E"}`;
document.addEventListener("map-move", ({ detail: map }) => {
  const kmPerPx = (40075.017 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (512 * 2 ** map.getZoom());
  const most = 120 * kmPerPx, power = 10 ** Math.floor(Math.log10(most));
  const km = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
  document.getElementById("scale-bar").style.width = `${(km / kmPerPx).toFixed(1)}px`;
  document.getElementById("scale-text").textContent = `${km.toLocaleString("en")} km · ${(km / 1.852).toLocaleString("en", { maximumSignificantDigits: km >= 185 ? 3 : 2 })} nm`;
  hideTip();
});

g.hideTip = hideTip;
