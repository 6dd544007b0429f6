/* What you see: the map exactly as it is on screen, drawn by the browser, with title, legend, notice and sources composed in.
   The texts and the provenance, from which the file opens again, come from the page's own server. */
import { busyMap, element, messageOf, part } from "../dom.js";
import { dividedAt } from "../map/compare.js";
import { mapPane } from "../map/map_pane.js";
import { actions } from "../panels/actions.js";
import { notify } from "../panels/notes.js";
import { base } from "../state/boot.js";
import { query, showsOnlyIn, state, theme } from "../state/scenario.js";
import { stacked } from "../state/screen.js";
import { saveFile } from "./save_file.js";
import { t } from "../state/words.js";

/** @typedef {CanvasRenderingContext2D} Pen */
/** @typedef {{ plot: HTMLElement, canvas: HTMLCanvasElement }} DrawnMap */
/** @typedef {{ text: string, swatch: HTMLImageElement }} LegendRow */
/** @typedef {{ lines: string[], font: string, colour: string, step: number }} Block */
/** @typedef {{ title: string, subtitle: string, notice: string, foot: string[], chunks: string, name: string }} Caption */
const PATIENCE_MS = 8000; // a map that never comes to rest must not keep the picture away
const PAD = 16, ROW = 20, SWATCH = /** @type {const} */ ([26, 16]);
/** @param {number} ms */
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** The picture of a live map. MapLibre's canvas holds one only while a frame is being drawn.
 * @param {import("../map/map_view.js").MapView} view @param {import("../types").LiveMap} map @returns {Promise<HTMLCanvasElement>} */
async function canvasOf(view, map) {
  if (!map.loaded()) await Promise.race([map.once("idle"), wait(PATIENCE_MS)]);
  await Promise.race([view.whenSharp(), wait(PATIENCE_MS)]);
  /** @type {Promise<HTMLCanvasElement>} */
  const copied = new Promise((done) => map.once("render", () => {
    const from = map.getCanvas(), copy = Object.assign(document.createElement("canvas"), { width: from.width, height: from.height });
    copy.getContext("2d")?.drawImage(from, 0, 0);
    done(copy);
  }));
  map.triggerRepaint();
  return Promise.race([copied, wait(PATIENCE_MS).then(() => Promise.reject(new Error(t("The map did not draw in time."))))]);
}

/** The rows of the legend for what either scenario shows; the legend on screen may be folded. */
async function legendRows() {
  const shown = new Set([...state.layers, ...(state.other?.layers ?? []), ...(showsOnlyIn() ? ["only_in"] : [])]);
  const layers = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#legend .legend-layer"));
  const rows = [...layers].filter((layer) => shown.has(layer.dataset.layer ?? ""))
    .flatMap((layer) => [...layer.querySelectorAll(".legend-row")]).filter((row) => getComputedStyle(row).display !== "none");
  return Promise.all(rows.map(async (row) => {
    const swatch = new Image();
    swatch.src = part(row, `.swatch-${theme()}`, HTMLImageElement).src;
    await swatch.decode();
    return { text: row.textContent, swatch };
  }));
}

/** @param {Pen} pen @param {string} text @param {number} width */
function wrapped(pen, text, width) {
  const lines = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && pen.measureText(longer).width > width) { lines.push(line); line = word; } else line = longer;
    }
    lines.push(line);
  }
  return lines;
}

/** @param {string} name */
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
/** @param {number} px @param {number} [weight] */
const font = (px, weight = 400) => `${weight} ${px}px ${css("--font")}`;

/** Draw the maps where they stand on screen: beside or one above the other, with the divider between them. @param {Pen} pen @param {DrawnMap[]} views @param {DOMRect} box */
function drawMaps(pen, views, box) {
  for (const { plot, canvas } of views) {
    const at = plot.getBoundingClientRect(), [left, top] = [at.left - box.left, at.top - box.top];
    const cut = views.length > 1 && plot !== views[0].plot && !stacked.matches ? divide(box) : 0;
    pen.save();
    pen.beginPath();
    pen.rect(cut, 0, box.width - cut, box.height);
    pen.clip();
    pen.drawImage(canvas, left, top, at.width, at.height);
    pen.restore();
  }
  if (views.length < 2) return;
  for (const [colour, wide] of /** @type {[string, number][]} */ ([["--paper", 5], ["--ink", 3]])) {
    pen.fillStyle = css(colour);
    if (stacked.matches) pen.fillRect(0, (box.height - wide) / 2, box.width, wide); else pen.fillRect(divide(box) - wide / 2, 0, wide, box.height);
  }
  for (const side of ["a", "b"]) {
    const label = element(`side-${side}`), at = label.getBoundingClientRect();
    plate(pen, label.textContent, at.left - box.left, at.top - box.top, at.width, at.height);
  }
}
/** @param {DOMRect} box */
const divide = (box) => (dividedAt() / 100) * box.width;
/** @param {Pen} pen @param {string | null} text @param {number} left @param {number} top @param {number} width @param {number} height */
function plate(pen, text, left, top, width, height) {
  pen.fillStyle = css("--paper");
  pen.fillRect(left, top, width, height);
  pen.strokeStyle = css("--ink");
  pen.lineWidth = 1.5;
  pen.strokeRect(left, top, width, height);
  pen.fillStyle = css("--ink");
  pen.font = font(12, 650);
  pen.textAlign = "center";
  pen.fillText(text ?? "", left + width / 2, top + height / 2 + 4.5);
  pen.textAlign = "left";
}

/** Scale bar and north arrow at the foot of the map, as the page has them. @param {Pen} pen @param {DOMRect} box */
function drawScale(pen, box) {
  const text = element("scale-text").textContent ?? "", length = element("scale-bar").getBoundingClientRect().width;
  pen.font = font(11);
  const width = Math.max(length, pen.measureText(text).width) + 44, right = box.width - 10, bottom = box.height - 8;
  pen.globalAlpha = 0.85;
  pen.fillStyle = css("--paper");
  pen.fillRect(right - width, bottom - 32, width, 32);
  pen.globalAlpha = 1;
  pen.fillStyle = pen.strokeStyle = css("--ink");
  pen.lineWidth = 1.5;
  const middle = right - (width - 30) / 2 - 6;
  pen.textAlign = "center";
  pen.fillText(text, middle, bottom - 16);
  pen.stroke(new Path2D(`M${middle - length / 2} ${bottom - 10}v5h${length}v-5`));
  pen.translate(right - width + 8, bottom - 29);
  pen.fill(new Path2D("M8 0l6 15-6-3.4L2 15z"));
  pen.font = font(9, 700);
  pen.fillText(t("N"), 8, 25);
  pen.translate(width - right - 8, 29 - bottom);
  pen.textAlign = "left";
}

/** Lay out the sheet for its width, draw it at the device's pixel ratio.
 * @param {DOMRect} box @param {DrawnMap[]} views @param {LegendRow[]} rows @param {Caption} caption */
function compose(box, views, rows, caption) {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), width = box.width - 2 * PAD;
  if (!pen) throw new Error(t("This browser cannot draw pictures."));
  /** @param {string} text @param {[px: number, weight?: number]} size @param {string} colour @returns {Block} */
  const block = (text, [px, weight], colour) => {
    pen.font = font(px, weight);
    return { lines: wrapped(pen, text, width), font: pen.font, colour, step: px * 1.35 };
  };
  const head = [block(caption.title, [20, 650], "--ink"), block(caption.subtitle, [13], "--ink-2")];
  const foot = [block(caption.notice, [12, 650], "--notice"), ...caption.foot.map((text) => block(text, [11], "--ink-2"))];
  pen.font = font(12);
  const column = Math.min(width, Math.max(0, ...rows.map(({ text }) => pen.measureText(text).width)) + SWATCH[0] + 28);
  const columns = Math.max(1, Math.floor(width / column)), each = Math.ceil(rows.length / columns);
  /** @param {Block[]} parts */
  const tall = (parts) => parts.reduce((sum, part) => sum + part.lines.length * part.step, 0);
  // The map begins at a whole pixel, also at a ratio of 1.5: between two it would be blurred.
  const top = 2 * Math.ceil((PAD + tall(head) + 10) / 2), legend = top + box.height + 12, last = legend + each * ROW + (each ? 10 : 0);
  const height = Math.ceil(last + tall(foot) + PAD - 4), ratio = devicePixelRatio;
  canvas.width = Math.round(box.width * ratio);
  canvas.height = Math.round(height * ratio);
  pen.scale(ratio, ratio);
  pen.fillStyle = css("--paper");
  pen.fillRect(0, 0, box.width, height);
  /** @param {Block[]} parts @param {number} from */
  const write = (parts, from) => {
    let y = from;
    for (const part of parts) {
      pen.font = part.font;
      pen.fillStyle = css(part.colour);
      for (const line of part.lines) pen.fillText(line, PAD, (y += part.step) - part.step * 0.25);
    }
  };
  write(head, PAD);
  pen.save();
  pen.translate(0, top);
  pen.beginPath();
  pen.rect(0, 0, box.width, box.height);
  pen.clip();
  drawMaps(pen, views, box);
  drawScale(pen, box);
  pen.restore();
  rows.forEach(({ text, swatch }, i) => {
    const x = PAD + Math.floor(i / each) * (width / columns), y = legend + (i % each) * ROW;
    pen.drawImage(swatch, x, y, ...SWATCH);
    pen.font = font(12);
    pen.fillStyle = css("--ink");
    pen.fillText(text, x + SWATCH[0] + 8, y + 12.5);
  });
  write(foot, last);
  return canvas;
}

const HEAD = 33; // bytes of a PNG's signature and first chunk, which nothing may precede
/** Draw the picture; returns a PNG that carries the scenario, and its name. `signal` gives it up.
 * @param {{ signal?: AbortSignal, again?: boolean }} [options] @returns {Promise<{ blob: Blob, name: string }>} */
export async function screenPicture({ signal, again = true } = {}) {
  const views = mapPane.views.filter((view) => view.ready);
  if (!views.length) throw new Error(t("The map is not ready yet. Try again in a moment."));
  const shown = query(), answer = await fetch(`${base}/export/card?${shown}`, { signal });
  if (!answer.ok) throw new Error(t("The server could not describe this scenario."));
  /** @type {Caption} */
  const caption = await answer.json(), rows = await legendRows();
  /** @type {DrawnMap[]} */
  const drawn = [];
  for (const view of views) if (view.map) drawn.push({ plot: view.plot, canvas: await canvasOf(view, view.map) });
  signal?.throwIfAborted();
  if (again && query() !== shown) return screenPicture({ signal, again: false }); // changed meanwhile: picture and provenance must agree
  const canvas = compose(element("map").getBoundingClientRect(), drawn, rows, caption);
  /** @type {Blob | null} */
  const png = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!png) throw new Error(t("This browser could not write the picture."));
  const chunks = Uint8Array.from(atob(caption.chunks), (letter) => letter.charCodeAt(0));
  return { blob: new Blob([png.slice(0, HEAD), chunks, png.slice(HEAD)], { type: "image/png" }), name: caption.name };
}

/** The one-click action, outside of any dialog. */
async function pictureOfScreen() {
  const done = busyMap();
  try {
    const { blob, name } = await screenPicture();
    saveFile(blob, name);
    notify(t("“{name}” is saved. It contains the scenario: drop it on the page to return to it.", { name }), { autoClose: 5000 });
  } catch (problem) {
    notify(problem instanceof TypeError ? t("The server does not answer. Try again.") : messageOf(problem), { title: t("No picture was made"), color: "orange" });
  } finally {
    done();
  }
}

actions["picture-of-screen"] = pictureOfScreen;
