/* Where the map looks: centre and zoom that fit bounds into a frame. Pure, but for the sizes of the frames it is given. */
import { numberIn, t } from "../state/words.js";

/** @typedef {import("../types").View} View */
/** @typedef {{ clientWidth: number, clientHeight: number }} Frame */
/** @typedef {{ left: number, top: number, right?: number, bottom?: number }} Room */
const TILE_PX = 512, MIN_ZOOM = 1;
let closest = 12;
/** No closer than the data are worth (layers/core/views.py). @param {number} zoom */
export function setClosest(zoom) { closest = zoom; }

/** @param {number} lat */
const mercator = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

/** @param {number} y */
const latitude = (y) => (Math.atan(Math.exp(Math.PI * (1 - 2 * y))) * 360) / Math.PI - 90;

/** Centre and zoom that fit bounds into a frame, beside what takes `room` (px) of it.
 * @param {import("../types").Bounds} bounds @param {number} pad @param {Frame} frame @param {Room} [room] @returns {View} */
export function fitBounds([west, south, east, north], pad, frame, room = { left: 0, top: 0 }) {
  const { left: besides, right: beyond = 0, bottom: below = 0 } = room;
  const width = Math.max(80, frame.clientWidth - besides - beyond - 2 * pad), height = Math.max(80, frame.clientHeight - room.top - below - 2 * pad);
  const top = mercator(north), bottom = mercator(south);
  const fitting = Math.min(Math.log2((width * 360) / ((east - west) * TILE_PX)), Math.log2(height / ((bottom - top) * TILE_PX)));
  const zoom = Math.max(MIN_ZOOM, Math.min(closest, fitting)), half = 0.5 / (TILE_PX * 2 ** zoom); // of a pixel, as a share of the world
  const middle = (top + bottom) / 2 - (room.top - below) * half;
  return { lon: (west + east) / 2 - (besides - beyond) * half * 360, lat: latitude(middle), zoom };
}

/** From degrees to px of a frame that looks at a view, as the live map has it. @param {View} view @param {Frame} frame */
export function projectAt({ lon, lat, zoom }, { clientWidth, clientHeight }) {
  const world = TILE_PX * 2 ** zoom, middle = mercator(lat);
  return (/** @type {[lon: number, lat: number]} */ [x, y]) => ({ x: clientWidth / 2 + ((x - lon) / 360) * world, y: clientHeight / 2 + (mercator(y) - middle) * world });
}

/** And back. @param {View} view @param {Frame} frame */
export function placeAt({ lon, lat, zoom }, { clientWidth, clientHeight }) {
  const world = TILE_PX * 2 ** zoom, middle = mercator(lat);
  return (/** @type {import("../types").Pixel} */ { x, y }) => ({ lon: lon + ((x - clientWidth / 2) / world) * 360, lat: latitude(middle + (y - clientHeight / 2) / world) });
}

/** How far a place is out of a frame, in px, with some room round it. @param {import("../types").Pixel} place @param {Frame} frame @param {Room} room @param {number} pad */
export function outOf({ x, y }, { clientWidth, clientHeight }, { left, top, right = 0, bottom = 0 }, pad) {
  /** @param {number} at @param {number} from @param {number} to */
  const out = (at, from, to) => (to < from ? at - (from + to) / 2 : Math.min(0, at - from) + Math.max(0, at - to));
  return { x: out(x, left + pad, clientWidth - right - pad), y: out(y, top + pad, clientHeight - bottom - pad) };
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
