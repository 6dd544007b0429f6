/* A mark on the map for what is no feature: a place that was clicked, a stretch that is left open. */
import { theme } from "../state/scenario.js";

/** @type {{ id: string, type: "line" | "circle", paint: (ink: string, paper: string) => Record<string, unknown> }[]} */
const MARK = [
  { id: "mark-under", type: "line", paint: (_, paper) => ({ "line-color": paper, "line-width": 9 }) },
  { id: "mark-line", type: "line", paint: (ink) => ({ "line-color": ink, "line-width": 5 }) },
  { id: "mark-point", type: "circle", paint: (ink, paper) => ({ "circle-radius": 5, "circle-color": ink, "circle-stroke-color": paper, "circle-stroke-width": 2.5 }) },
];

/** Mark a shape, or nothing. @param {import("../types").LiveMap} map @param {import("geojson").Geometry | null} shape */
export function markOn(map, shape) {
  for (const { id } of MARK) if (map.getLayer(id)) map.removeLayer(id);
  if (map.getSource("mark")) map.removeSource("mark");
  if (!shape) return;
  map.addSource("mark", { type: "geojson", data: shape });
  const [ink, paper] = theme() === "dark" ? ["#ffffff", "#111111"] : ["#111111", "#ffffff"];
  for (const { id, type, paint } of MARK)
    map.addLayer({ id, type, source: "mark", filter: [type === "circle" ? "==" : "!=", ["geometry-type"], "Point"], paint: paint(ink, paper) });
}
