/* Makes the page of a single file: unpacks what it carries, then runs the page's own scripts. Nothing is fetched. */
import { element, make } from "./dom.js";
import { startWorkersBy } from "./map/workers.js";
import { carryInline } from "./state/inline.js";
import { t } from "./state/words.js";

const opening = element("single-state");

const Plain = window.Blob;
startWorkersBy((source) => [`data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`, { type: "module" }]);

/** @param {string} base64 */
const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
/** @param {string} id */
async function unpacked(id) {
  const packed = element(id);
  const body = bytes(packed.textContent ?? "");
  packed.remove();
  return new Response(new Plain([body]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
/** @param {string} source */
const run = (source) => document.body.append(make("script", { textContent: source }));

async function open() {
  document.addEventListener("map-live", () => opening.remove(), { once: true });
  if (!window.DecompressionStream) {
    opening.textContent = t("This file needs a browser of 2023 or newer.");
    return;
  }
  /** @type {import("./types").Pack} */
  const pack = JSON.parse(await unpacked("pack-data"));
  document.head.append(make("script", { type: "application/json", id: "boot", textContent: JSON.stringify(pack.boot) }));

  // The typeface. MapLibre asks for one family per weight, so a file has several names.
  for (const { family, style, weight, file } of pack.fonts.faces)
    document.fonts.add(new FontFace(family, bytes(pack.fonts.files[file]), { style, weight }));

  // Symbols and patterns, cut from one sheet per theme; MapLibre would fetch them, so they are handed to it.
  /** @type {Record<string, [name: string, image: ImageData, options: { pixelRatio: number }][]>} */
  const images = {};
  await Promise.all(Object.entries(pack.sprites).map(async ([theme, { index, sheet }]) => {
    const picture = new Image();
    picture.src = sheet;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    pen.drawImage(picture, 0, 0);
    images[theme] = Object.entries(index).map(([name, { x, y, width, height, pixelRatio }]) => [name, pen.getImageData(x, y, width, height), { pixelRatio }]);
  }));

  carryInline({
    pack,
    /** The data of a layer under its assumptions; a file holds those of its scenes. */
    data: (id, query) => pack.data[`${id}?${query}`] ?? pack.data[`${id}?`] ?? { type: "FeatureCollection", features: [], labels: {} },
    label: (key) => pack.labels[key] ?? pack.labels[`${key.split("?")[0]}?`] ?? null,
    addImages(map, theme) {
      for (const [name, image, options] of images[theme])
        if (map.hasImage(name)) map.updateImage(name, image); else map.addImage(name, image, options);
    },
  });
  run(await unpacked("pack-plotly"));
  await import("./standalone/main.js"); // the page's own scripts, which find all that in place
}
open();
