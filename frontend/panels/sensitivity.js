/* How one measure answers: to every number, to one of them, to the date. The server writes the lists and the answer
   (dashboard/panels/sensitivity.py); both are asked for when the dialog is open, and what is being worked out says how far it is. */
import { closest, element, elementOf, make, messageOf } from "../dom.js";
import { base } from "../state/boot.js";
import { guaranteesQuery } from "../state/scenario.js";
import { t } from "../state/words.js";
import { actions } from "./actions.js";
import { dialog, openDialog } from "./dialogs.js";
import { lines } from "./json_lines.js";

/** What takes less is not announced. */
const SOON_MS = 300;
const form = elementOf("sensitivity-form", HTMLFormElement), answer = element("sensitivity-answer");
const going = element("sensitivity-going"), said = element("sensitivity-said"), progress = elementOf("sensitivity-progress", HTMLProgressElement);
const files = element("sensitivity-files");
/** Of which scenario the lists are, and the question that was answered last. */
let listed = "", answered = "";
let control = new AbortController();

/** Work that says that it is going on, and can be cancelled. @param {(signal: AbortSignal) => Promise<void>} work */
async function busy(work) {
  control.abort();
  const own = control = new AbortController();
  said.textContent = t("Working it out …");
  progress.removeAttribute("value");
  answer.ariaBusy = "true";
  const soon = setTimeout(() => { going.hidden = false; }, SOON_MS);
  try {
    await work(own.signal);
  } catch (problem) {
    if (!own.signal.aborted) sayWrong(messageOf(problem));
  } finally {
    clearTimeout(soon);
    if (control === own) { going.hidden = true; answer.removeAttribute("aria-busy"); }
  }
}
/** @param {string} why */
function sayWrong(why) {
  answered = "";
  const again = make("button", { type: "button", className: "button", textContent: t("Try again") });
  again.addEventListener("click", () => { if (listed) ask(); else open(); });
  answer.replaceChildren(make("p", { className: "muted", role: "alert", textContent: why }), again);
  files.hidden = true;
}
/** @param {string} address @param {AbortSignal} signal */
async function fetched(address, signal) {
  const found = await fetch(address, { signal }).catch((problem) => {
    throw signal.aborted ? problem : new Error(t("This did not arrive: the server does not answer."));
  });
  if (!found.ok) throw new Error((await found.json()).error);
  return found;
}

// -- what to ask -----------------------------------------------------------------------------------------------------------------
function question() {
  const asked = new FormData(form), kind = asked.get("kind");
  const how = kind === "parameter" ? `parameter=${asked.get("parameter")}` : `${kind}=yes`;
  return `measure=${asked.get("measure")}&${how}${listed && `&${listed}`}`;
}
function open() {
  openDialog("sensitivity-dialog");
  const query = guaranteesQuery();
  if (query === listed && form.childElementCount) return void ask();
  const chosen = new Map(new FormData(form));
  return busy(async (signal) => {
    const text = await (await fetched(`${base}/sensitivity_choices.html?${query}`, signal)).text();
    form.innerHTML = text; // a template of this server, which escapes what it is given
    listed = query;
    for (const [name, value] of chosen) choose(name, String(value));
    await askWithin(signal);
  });
}
/** Choose in a list, where it is there. @param {string} name @param {string} value */
function choose(name, value) {
  const field = form.elements.namedItem(name);
  if (field instanceof RadioNodeList) field.value = value;
  else if (field instanceof HTMLSelectElement && [...field.options].some((one) => one.value === value)) field.value = value;
  element("sensitivity-of").hidden = new FormData(form).get("kind") !== "parameter";
}
form.addEventListener("change", () => { choose("", ""); ask(); });
form.addEventListener("submit", (event) => event.preventDefault());

// -- the answer --------------------------------------------------------------------------------------------------------------------
function ask() {
  if (question() !== answered) void busy(askWithin);
}
/** @param {AbortSignal} signal */
async function askWithin(signal) {
  const asked = question();
  const found = await fetched(`${base}/sensitivity.jsonl?${asked}`, signal);
  for await (const line of lines(found)) {
    const { done, of, html, error } = /** @type {{ done?: number, of?: number, html?: string, error?: string }} */ (line);
    if (error) throw new Error(error);
    if (done !== undefined && of !== undefined) {
      progress.max = of;
      progress.value = done;
      said.textContent = t("Working it out: {done} of {of} scenarios", { done, of });
    }
    if (html === undefined) continue;
    const had = answer.contains(document.activeElement);
    answer.innerHTML = html;
    answered = asked;
    files.hidden = false;
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (files.querySelectorAll("[data-kind]"))) link.href = `${base}/sensitivity.${link.dataset.kind}?${asked}`;
    if (had) element("sensitivity-measure").focus(); // the button is gone
    return;
  }
  throw new Error(t("This did not arrive: the server does not answer."));
}
answer.addEventListener("click", ({ target }) => {
  const key = closest(target, "[data-curve-of]")?.dataset.curveOf;
  if (!key) return;
  choose("kind", "parameter");
  choose("parameter", key);
  ask();
});
function cancel() {
  control.abort();
  going.hidden = true;
  answer.removeAttribute("aria-busy");
  sayWrong(t("Cancelled."));
}
dialog("sensitivity-dialog").addEventListener("close", () => { if (!going.hidden || answer.ariaBusy) { control.abort(); going.hidden = true; answer.removeAttribute("aria-busy"); } });
Object.assign(actions, { "sensitivity-open": open, "sensitivity-cancel": cancel });
