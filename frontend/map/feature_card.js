/* A card for what is clicked, where there are no panels: in a single file, and in a frame on a page of others. */
import { make } from "../dom.js";
import { dayIn, t } from "../state/words.js";
import { boot } from "../state/boot.js";
import { reachPx } from "../state/screen.js";
import { mapPane } from "./map_pane.js";

/** @typedef {import("../types").CitedSource} CitedSource */
/** @type {Record<string, string>} */
const STATUS = { documented: t("Documented"), notional: t("Notional: not an actual or planned deployment"), derived: t("Derived by this project") };

/** What a source says of itself, as a line of a list; null where it is not known here. @param {CitedSource | undefined} said */
export function sourceLine(said) {
  if (!said) return null;
  if (said.assumed) return make("li", {}, t("Assumption of this project: {title}.", { title: said.title }));
  const line = make("li", {}, `${said.title}. ${said.publisher}, ${said.date}. `);
  if (said.url && /^https?:/.test(said.url)) line.append(make("a", { href: said.url, target: "_blank", rel: "noopener noreferrer", textContent: new URL(said.url).host }));
  return line;
}

/** The card, and how to fill it with something else. @param {Record<string, CitedSource>} sources by their keys */
export function featureCard(sources) {
  const card = make("aside", { id: "single-card", hidden: true, ariaLabel: t("Feature") });
  /** @type {Element | null} */
  let opener = null; // has the keys again when the card is closed
  function close() {
    if (card.hidden) return false;
    if (card.contains(document.activeElement) && opener instanceof HTMLElement) opener.focus();
    card.hidden = true;
    mapPane.highlight(null, null);
    return true;
  }
  /** @param {(Node | string)[]} children */
  function show(...children) {
    const shut = make("button", { type: "button", className: "single-close icon icon-x", ariaLabel: t("Close") });
    shut.addEventListener("click", close);
    if (!card.contains(document.activeElement)) opener = document.activeElement;
    card.replaceChildren(shut, ...children);
    card.hidden = false;
  }
  document.addEventListener("map-click", ({ detail }) => {
    const [top] = mapPane.under(detail, reachPx());
    if (!top) return void close();
    show(make("p", { className: `status status-${top.status}`, textContent: STATUS[top.status] ?? "" }),
      make("h3", { textContent: top.name }),
      top.measure ? make("p", { textContent: top.measure }) : "",
      top.note ? make("p", { textContent: top.note }) : "",
      make("ul", {}, ...String(top.source ?? "").split(";").map((key) => sourceLine(sources[key.trim()]))),
      make("p", { className: "muted", textContent: t("As of {date}", { date: boot.dates[top.as_of] ?? dayIn(top.as_of) }) }));
    mapPane.highlight(top.layer, top.feature_id);
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape" && close()) event.stopImmediatePropagation(); }, true);
  return { card, show, close };
}
