/* A person's file may hold anything where a list or a text is expected. */
import { positionText } from "../map/camera.js";
import { t } from "../state/words.js";

/** @template T @param {T[] | undefined} value @returns {T[]} */
export const listOf = (value) => (Array.isArray(value) ? value : []);
/** @param {unknown} value */
export const textOf = (value) => (["string", "number"].includes(typeof value) ? String(value) : "");
/** @param {{ title?: unknown } | null | undefined} one */
export const titleOf = (one) => textOf(one?.title) || t("Untitled");
/** @param {import("../types").DraftScene | null | undefined} scene @returns {Record<string, any>} */
export const scenarioOf = (scene) => (typeof scene?.scenario === "object" && scene.scenario !== null ? scene.scenario : {});
/** @param {{ lon?: unknown, lat?: unknown }} place */
export const placeText = ({ lon, lat }) => positionText({ lat: Number(lat), lng: Number(lon) });

/** An id made of a title, that none of `used` is. @param {string} title @param {Set<unknown>} used */
export function idOf(title, used) {
  const slug = title.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 50).replace(/-+$/, "") || "scene";
  let id = slug;
  for (let n = 2; used.has(id); n++) id = `${slug}-${n}`;
  return id;
}
