/* How high an open legend may be. */
import { element, root } from "../dom.js";

/** Open, it covers no more than this share of the map. */
const LEGEND_SHARE = 0.15;
const map = element("map");
new ResizeObserver(() => {
  const width = Number.parseInt(getComputedStyle(root).getPropertyValue("--legend")), most = (LEGEND_SHARE * map.clientWidth * map.clientHeight) / width;
  root.style.setProperty("--legend-most", `${Math.floor(most)}px`);
}).observe(map);
