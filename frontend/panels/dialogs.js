/* Dialogs of the page: each is HTML that the server sent, opened over everything else. */
import { closest, element, elementOf } from "../dom.js";
import { base } from "../state/boot.js";
import { actions } from "./actions.js";
import { notify } from "./notes.js";
import { inLanguage, t } from "../state/words.js";

/** @param {string} id */
export const dialog = (id) => elementOf(id, HTMLDialogElement);
/** @param {string} id */
export function openDialog(id) {
  const it = dialog(id);
  if (!it.open) it.showModal();
}
document.addEventListener("click", ({ target }) => {
  const close = closest(target, ".dialog [data-close]");
  if (close || (target instanceof HTMLDialogElement && target.classList.contains("dialog"))) // a click beside it
    /** @type {HTMLDialogElement | null} */ (closest(target, "dialog"))?.close();
});

async function openSources() {
  openDialog("sources-dialog");
  const body = element("sources-body");
  if (body.childElementCount) return;
  try {
    const answer = await fetch(inLanguage(`${base}/sources.html`));
    if (!answer.ok) throw new Error(String(answer.status));
    body.innerHTML = await answer.text(); // a template of this server, which escapes what it is given
  } catch {
    notify(t("The sources did not arrive. Close this and try again."), { color: "orange" });
  }
}
Object.assign(actions, { "help-toggle": () => openDialog("help-dialog"), "sources-open": openSources });
