/* Notes on what just happened, over the head of the map; they go by themselves, and stay while the mouse is on them. */
import { found, make } from "../dom.js";
import { t } from "../state/words.js";

const NOTE_MS = 12000;
/** A region that is there and empty, so that a screen reader hears the text come; a single file has none until it is needed. */
function region() {
  const made = found("notes") ?? document.body.appendChild(make("div", { id: "notes", ariaLabel: t("Notes"), ariaLive: "polite" }));
  made.setAttribute("role", "region");
  return made;
}

/** Show a note. One of the same `id` takes the place of the one before.
 * @param {string} message @param {{ id?: string, title?: string, color?: "orange", autoClose?: number | false }} [options] */
export function notify(message, { id = "", title = "", color, autoClose = NOTE_MS } = {}) {
  if (id) document.querySelector(`.note[data-note="${id}"]`)?.remove();
  const shut = make("button", { type: "button", className: "icon-button icon icon-x", title: t("Close"), ariaLabel: t("Close this note") });
  const note = make("div", { className: `note${color ? ` note-${color}` : ""}` },
    make("div", { className: "note-said" }, title && make("strong", { className: "note-title", textContent: title }), make("p", { className: "note-text", textContent: message })), shut);
  if (id) note.dataset.note = id;
  if (color) note.setAttribute("role", "alert");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let going;
  const go = () => { clearTimeout(going); if (autoClose) going = setTimeout(() => note.remove(), autoClose); };
  shut.addEventListener("click", () => note.remove());
  note.addEventListener("mouseenter", () => clearTimeout(going));
  note.addEventListener("mouseleave", go);
  note.addEventListener("focusin", () => clearTimeout(going));
  // In a modal dialog all else is inert, and under it.
  const dialogs = document.querySelectorAll("dialog[open]"), over = dialogs[dialogs.length - 1];
  const at = region();
  if (over && at.parentElement !== over) over.append(at);
  else if (!over && at.parentElement !== document.body) document.body.append(at);
  at.append(note);
  go();
}
document.addEventListener("close", () => { // a dialog takes no note with it
  const at = found("notes");
  if (at?.closest("dialog")) document.body.append(at);
}, true);
