/* A link or file of an earlier edition opens as ever; a quiet line above the foot says which numbers have changed since.
   Dismissed, it stays away for this visit. It runs before the map is measured, for the line takes room from it. */
import { element, make, root } from "../dom.js";
import { base, boot } from "../state/boot.js";
import { remember } from "../state/storage.js";
import { inLanguage, t } from "../state/words.js";

/** @typedef {import("../types").Since} Since */
/** @typedef {Since["corrections"][number]} Correction */
const KEY = "edition-note-dismissed";
const note = element("edition-note");
let dismissed = false;
try { dismissed = sessionStorage.getItem(KEY) === "yes"; } catch { /* a browser that keeps nothing: asked once per page */ }

function close() {
  note.hidden = true;
  note.replaceChildren();
  root.removeAttribute("data-edition");
}
function dismiss() {
  dismissed = true;
  remember(KEY, "yes", "sessionStorage");
  close();
  /** @type {HTMLElement | null} */ (document.querySelector("#map canvas"))?.focus();
}
/** @param {Correction} correction */
const change = ({ subject, before, now }) => [`${subject}: `, make("span", { className: "edition-number" }, make("del", { textContent: before }), " → ", make("ins", { textContent: now }))];

/** Show what has been corrected since, `{edition, corrections}`; null, for what is of this edition, takes the note away. @param {Since | null | undefined} since */
export function showEdition(since) {
  if (!since || dismissed) return close();
  const { edition, corrections } = since, numbers = corrections.filter(({ before }) => before);
  // A region that is there and empty, so that a screen reader hears the text come.
  const said = make("p", { className: "edition-said" }), list = make("ul", { id: "edition-more", hidden: true });
  said.setAttribute("role", "status");
  const fold = make("button", { type: "button", className: "text-button icon-end", textContent: t("What changed") });
  fold.setAttribute("aria-controls", list.id);
  /** @param {boolean} on */
  const unfold = (on) => { list.hidden = !on; fold.setAttribute("aria-expanded", String(on)); };
  unfold(false);
  fold.hidden = !corrections.length;
  fold.addEventListener("click", () => unfold(Boolean(list.hidden)));
  const shut = make("button", { type: "button", className: "edition-close icon icon-x", title: t("Dismiss this note"), ariaLabel: t("Dismiss this note") });
  shut.addEventListener("click", dismiss);
  const page = () => make("a", { href: inLanguage(`${base}/corrections`), textContent: t("All corrections") });
  list.replaceChildren(...corrections.map((one) => make("li", {}, make("strong", {}, ...(one.before ? change(one) : [one.subject])), make("span", { textContent: one.text }))), make("li", {}, page()));
  note.replaceChildren(said, fold, page(), shut, list);
  note.onkeydown = (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    unfold(false);
    fold.focus();
  };
  note.hidden = false;
  root.dataset.edition = "earlier";
  const fill = () => {
    const made = make("strong", { textContent: t("Made with the {edition} edition.", { edition }) });
    const since = !corrections.length ? [` ${t("Nothing that it shows has been corrected since.")}`]
      : [make("span", { className: "edition-numbers" }, ` ${t("Since then:")} `, ...(numbers.length ? numbers.flatMap((one, i) => [i ? " · " : "", ...change(one)]) : [corrections.map(({ subject }) => subject).join(" · ")]))];
    said.replaceChildren(made, ...since);
  };
  if (document.readyState === "complete") setTimeout(fill); else addEventListener("load", () => setTimeout(fill));
}
showEdition(boot.since);
