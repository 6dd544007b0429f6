/* Texts of a briefing as elements: inserted as text, never as markup. */
import { make } from "../dom.js";

/** @param {string | null | undefined} address @returns {address is string} */
export const isWeb = (address) => /^https?:\/\//i.test(address ?? "");
/** @param {string} href @param {(Node | string)[]} children */
export const link = (href, ...children) => make("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);

/** A number and its unit, a day and its month stay on one line. @param {string} text */
export const together = (text) => text.replace(/(\d) (?=(?:km|nm|h|min|people|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|км|миль|год|хв|осіб|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня)(?![\p{L}\d])|%)/gu, "$1\u00a0");

/** Runs of text as elements: bold, italic, links to the web. @param {import("../types").TextRun[]} line */
export const runs = (line) => line.map(({ text, bold, italic, href }) => {
  /** @type {Node} */
  let node = document.createTextNode(together(text));
  if (italic) node = make("em", {}, node);
  if (bold) node = make("strong", {}, node);
  return isWeb(href) ? link(href, node) : node;
});
