/* Where the map looks: centre and zoom that fit bounds into a frame. Pure, but for the sizes of the frames it is given. */
import { numberIn, t } from "../state/words.js";

/** @typedef {import("../types").View} View */
/** @typedef {{ clientWidth: number, clientHeight: number }} Frame */
const TILE_PX = 512, MIN_ZOOM = 1;
let closest = 12;
/** No closer than the data are worth (layers/core/views.py). @param {number} zoom */
export function setClosest(zoom) { closest = zoom; }

/** @param {number} lat */
const mercator = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

/** Centre and zoom that fit bounds into a frame, beside what takes `room` (px) of it.
 * @param {import("../types").Bounds} bounds @param {number} pad @param {Frame} frame @param {{ left: number, top: number, right?: number }} [room] @returns {View} */
export function fitBounds([west, south, east, north], pad, frame, room = { left: 0, top: 0 }) {
  const { left: besides, right: beyond = 0 } = room;
  const width = Math.max(80, frame.clientWidth - besides - beyond - 2 * pad), height = Math.max(80, frame.clientHeight - room.top - 2 * pad);
  const top = mercator(north), bottom = mercator(south);
  const fitting = Math.min(Math.log2((width * 360) / ((east - west) * TILE_PX)), Math.log2(height / ((bottom - top) * TILE_PX)));
  const zoom = Math.max(MIN_ZOOM, Math.min(closest, fitting)), half = 0.5 / (TILE_PX * 2 ** zoom); // of a pixel, as a share of the world
  const middle = (top + bottom) / 2 - room.top * half;
  const lat = (Math.atan(Math.exp(Math.PI * (1 - 2 * middle))) * 360) / Math.PI - 90;
  return { lon: (west + east) / 2 - (besides - beyond) * half * 360, lat, zoom };
}

/** From degrees to px of a frame that looks at a view, as the live map has it. @param {View} view @param {Frame} frame */
export function projectAt({ lon, lat, zoom }, { clientWidth, clientHeight }) {
  const world = TILE_PX * 2 ** zoom, middle = mercator(lat);
  return (/** @type {[lon: number, lat: number]} */ [x, y]) => ({ x: clientWidth / 2 + ((x - lon) / 360) * world, y: clientHeight / 2 + (mercator(y) - middle) * world });
}

/** Kilometres on the ground that a pixel stands for. @param {number} lat @param {number} zoom */
export const kmPerPixel = (lat, zoom) => (40075.017 * Math.cos((lat * Math.PI) / 180)) / (TILE_PX * 2 ** zoom);

/** The longest round length, 1, 2 or 5 times a power of ten, that is no longer than `maxKm`. @param {number} maxKm */
export function roundLengthKm(maxKm) {
  const power = 10 ** Math.floor(Math.log10(maxKm));
  return [5, 2, 1].map((n) => n * power).find((n) => n <= maxKm) ?? power;
}

/** @param {number} value */
const degrees = (value) => numberIn(Math.abs(value), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** @param {{ lat: number, lng: number }} place */
export const positionText = ({ lat, lng }) =>
  `${lat < 0 ? t("{degrees}° S", { degrees: degrees(lat) }) : t("{degrees}° N", { degrees: degrees(lat) })} ${
    lng < 0 ? t("{degrees}° W", { degrees: degrees(lng) }) : t("{degrees}° E", { degrees: degrees(lng) })}`;
