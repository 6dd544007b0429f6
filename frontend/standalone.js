/* Makes the page of a single file: unpacks what it carries, then runs the page's own scripts. Nothing is fetched. */
import { carryInline } from "./state/inline.js";

const say = (message) => { document.getElementById("single-state").textContent = message; };

/* plotly.js starts its worker as a module from a blob, which browsers refuse to a page opened from disk, without a
   word. A data: address is allowed, so the text of blobs is kept until a worker asks for it. */
const texts = new Map(), Plain = window.Blob, Native = window.Worker, address = URL.createObjectURL.bind(URL);
window.Blob = class extends Plain {
  constructor(parts = [], options) {
    super(parts, options);
    if (parts.every((part) => typeof part === "string")) this.source = parts.join("");
  }
};
URL.createObjectURL = (blob) => {
  const url = address(blob);
  if (blob.source !== undefined) texts.set(url, blob.source);
  return url;
};
window.Worker = class extends Native {
  constructor(url, options) {
    let source = texts.get(String(url));
    const inner = /^import "(blob:[^"]+)"$/.exec(source ?? ""); // one blob that does nothing but import another
    if (inner) source = texts.get(inner[1]);
    super(source === undefined ? url : `data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`, options);
  }
};

async function unpacked(id) {
  const packed = document.getElementById(id);
  const bytes = Uint8Array.from(atob(packed.textContent), (c) => c.charCodeAt(0));
  packed.remove();
  return new Response(new Plain([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
const run = (source) => document.body.append(Object.assign(document.createElement("script"), { textContent: source }));

async function open() {
  document.addEventListener("map-live", () => document.getElementById("single-state").remove(), { once: true });
  if (!window.DecompressionStream) return say("This file needs a browser of 2023 or newer.");
  const pack = JSON.parse(await unpacked("pack-data"));
  document.head.append(Object.assign(document.createElement("script"), { type: "application/json", id: "boot", textContent: JSON.stringify(pack.boot) }));

  // Symbols and patterns, cut from one sheet per theme; MapLibre would fetch them, so they are handed to it.
  const images = {};
  await Promise.all(Object.entries(pack.sprites).map(async ([theme, { index, sheet }]) => {
    const picture = new Image();
    picture.src = sheet;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(picture, 0, 0);
    images[theme] = Object.entries(index).map(([name, { x, y, width, height, pixelRatio }]) => [name, pen.getImageData(x, y, width, height), { pixelRatio }]);
  }));

  carryInline({
    pack,
    /** The data of a layer under its assumptions; a file holds those of its scenes. */
    data: (id, query) => pack.data[`${id}?${query}`] ?? pack.data[`${id}?`] ?? { type: "FeatureCollection", features: [] },
    addImages(map, theme) {
      for (const [name, image, options] of images[theme])
        if (map.hasImage(name)) map.updateImage(name, image); else map.addImage(name, image, options);
    },
  });
  run(await unpacked("pack-plotly"));
  await import("./standalone/main.js"); // the page's own scripts, which find all that in place
}
open();
