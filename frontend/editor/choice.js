/* Which briefing *Present* and `P` open: the person's own where that is clear, the shipped one where there is no own, and
   else a dialog that asks once. The answer holds in this browser until the number of own briefings changes. */
import { make } from "../dom.js";
import { presentation } from "../briefing/presentation.js";
import { actions, keys } from "../panels/actions.js";
import { startsAt } from "./add_scene.js";
import { drafts } from "./drafts.js";
import { present as presentDraft } from "./files.js";
import { does } from "./panel.js";
import { clearChoice, forgetTouched, ownBriefings, rememberChoice, rememberedChoice, shippedBriefings, UNREACHED, warn, wasTouched } from "./remembered_choice.js";
import { plural, t } from "../state/words.js";

/** @typedef {import("../types").Outline} Outline */
/** @param {string} name */
async function open(name) {
  rememberChoice(name);
  const [, uid] = /^own\/(.+)$/.exec(name) ?? [];
  if (!uid) return presentation.begin(name);
  if (uid !== drafts.uid) { drafts.open(uid); forgetTouched(); }
  await presentDraft(startsAt());
}
/** @param {Event} [event] */
async function present(event) {
  if (event && "shiftKey" in event && event.shiftKey) return choose();
  try {
    const mine = ownBriefings(), name = clearChoice(mine);
    if (name) return await open(name);
    const theirs = await shippedBriefings();
    if (!mine.length && theirs.length === 1) return await presentation.begin(theirs[0].name);
    if (theirs.length || mine.length) ask(mine, theirs);
  } catch { warn(UNREACHED); }
}
async function choose() {
  try { ask(ownBriefings(), await shippedBriefings()); } catch { warn(UNREACHED); }
}

/** @param {Outline[]} mine @param {Outline[]} theirs */
function ask(mine, theirs) {
  if (document.getElementById("told-choice")) return;
  const before = rememberedChoice(mine);
  /** @param {string} whose @param {Outline} outline */
  const option = (whose, { name, title, scenes }) => {
    const button = make("button", { type: "button" }, make("span", { className: "told-choice-whose", textContent: `${whose}: ` }),
      make("strong", { textContent: title }), " ", make("span", { className: "told-choice-scenes", textContent: `(${plural("{number} scene", "{number} scenes", scenes)})` }));
    if (name === before) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => { dialog.close(); open(name).catch(() => warn(UNREACHED)); });
    return button;
  };
  const options = [...mine.map((one) => option(t("Mine"), one)), ...theirs.map((one) => option(t("Shipped"), one))];
  const cancel = make("button", { type: "button", className: "head-button", textContent: t("Cancel") });
  const said = mine.length ? t("Remembered in this browser until you add or delete a briefing. Shift+P asks again.") : "";
  const dialog = make("dialog", { id: "told-choice" }, make("h2", { id: "told-choice-title", textContent: t("Which briefing do you want to present?") }),
    ...options, make("p", { id: "told-choice-said", textContent: said }), cancel);
  dialog.setAttribute("role", "dialog"); // `inDialog` looks for it
  dialog.setAttribute("aria-labelledby", "told-choice-title");
  dialog.setAttribute("aria-describedby", "told-choice-said");
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); }); // beside it
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => {
    const at = options.findIndex((one) => one === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? options.length - 1 : at - 1, Home: 0, End: options.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    options[(to + options.length) % options.length].focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  const first = options.findIndex((button) => button.hasAttribute("aria-current"));
  options[wasTouched() || first < 0 ? 0 : first].focus();
}

actions["present-open"] = present;
keys.p = present;
does.which = choose;
