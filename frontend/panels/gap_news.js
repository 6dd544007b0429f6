/* What a change closed and opened, of the gaps before and after it. Pure: no page needed. */
import { t } from "../state/words.js";

/** Texts of the gaps by their id. @typedef {Map<string, string>} Gaps */
const MOST = 3;
/** @param {string[]} texts */
const listed = (texts) => texts.slice(0, MOST).join("; ") + (texts.length > MOST ? " …" : "");

/** @param {Gaps} before @param {Gaps} after @param {boolean} [shows] whether it shows a guarantee, whose own gaps are then no news */
export function gapNews(before, after, shows = false) {
  const closed = [...before].filter(([id]) => !after.has(id)).map(([, text]) => text);
  const opened = shows ? [] : [...after].filter(([id]) => !before.has(id)).map(([, text]) => text);
  return [
    closed.length ? t("Closed ({number}): {list}.", { number: closed.length, list: listed(closed) }) : t("This closes none."),
    opened.length ? t("Opened ({number}): {list}.", { number: opened.length, list: listed(opened) }) : "",
    t("Ctrl+Z takes it back."),
  ].filter(Boolean).join(" ");
}
