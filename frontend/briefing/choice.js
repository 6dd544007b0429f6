/* Which briefing *Present* and `P` open: the person's own where that is clear, the shipped one where there is no own, and
   else a dialog that asks once. The answer holds in this browser until the number of own briefings changes. */
import { g } from "../state/page.js";

const { drafts, editor } = g, { make } = g.told;
const KEY = "present-choice/1"; // {pick: name of a briefing, own: how many own ones there were}
const UNREACHED = "The briefing could not be fetched: the server does not answer.";
const say = (message) => g.notify(message, { color: "orange" });
const scenesOf = (count) => `${count} ${count === 1 ? "scene" : "scenes"}`;

/** The person's briefings that have scenes, the one changed last first: name, title, scenes (a number). */
function own() {
  drafts.save();
  const found = drafts.list(), { uid, briefing } = drafts;
  // A browser that keeps nothing has it all the same, until the page is left.
  if (briefing && !found.some((one) => one.uid === uid)) found.unshift({ uid, title: String(briefing.title ?? ""), scenes: briefing.scenes.length });
  return found.filter(({ scenes }) => scenes).map((one) => ({ name: drafts.nameOf(one.uid), title: one.title || "Untitled", scenes: one.scenes }));
}
async function shipped() {
  const map = document.getElementById("map"), busy = setTimeout(() => { map.dataset.busy = "yes"; }, 300); // a server just started reckons first
  const answer = await fetch(`${g.base}/briefings.json`).finally(() => { clearTimeout(busy); delete map.dataset.busy; });
  const { briefings, faults } = await answer.json();
  if (!briefings.length) say(faults[0] ?? "There is no briefing to present.");
  return briefings.map(({ id, title, scenes }) => ({ name: id, title, scenes: scenes.length }));
}

// What the person works on in this visit is what they expect to see; an answer given before may be about another one.
let touched = null;
drafts.listen((what) => { if (["changed", "redrawn", "opened"].includes(what) && drafts.uid) touched = drafts.nameOf(drafts.uid); });
function chose(name) {
  touched = null;
  g.remember(KEY, JSON.stringify({ pick: name, own: own().length }));
}
function answered(mine) {
  try {
    const { pick, own: count } = JSON.parse(g.recall(KEY));
    const there = typeof pick === "string" && (!pick.startsWith("own/") || mine.some(({ name }) => name === pick));
    return there && count === mine.length ? pick : null;
  } catch { return null; }
}
/** The only sensible choice, or null: then the person is asked. */
function clear(mine) {
  const pick = answered(mine), mineNow = mine.find(({ name }) => name === touched)?.name ?? null;
  if (pick) return !mineNow || mineNow === pick ? pick : null;
  return mine.length === 1 ? mineNow : null;
}

async function open(name) {
  chose(name);
  const [, uid] = /^own\/(.+)$/.exec(name) ?? [];
  if (!uid) return g.present.begin(name);
  if (uid !== drafts.uid) { drafts.open(uid); touched = null; }
  await editor.does.present(editor.startsAt());
}
async function present(event) {
  if (event?.shiftKey) return choose();
  try {
    const mine = own(), name = clear(mine);
    if (name) return await open(name);
    const theirs = await shipped();
    if (!mine.length && theirs.length === 1) return await g.present.begin(theirs[0].name);
    if (theirs.length || mine.length) ask(mine, theirs);
  } catch { say(UNREACHED); }
}
async function choose() {
  try { ask(own(), await shipped()); } catch { say(UNREACHED); }
}
async function presentShipped() {
  try {
    const [first] = await shipped();
    if (first) await g.present.begin(first.name);
  } catch { say(UNREACHED); }
}

function ask(mine, theirs) {
  if (document.getElementById("told-choice")) return;
  const before = answered(mine);
  const option = (whose, { name, title, scenes }) => {
    const button = make("button", { type: "button" }, make("span", { className: "told-choice-whose", textContent: `${whose}: ` }),
      make("strong", { textContent: title }), " ", make("span", { className: "told-choice-scenes", textContent: `(${scenesOf(scenes)})` }));
    if (name === before) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => { dialog.close(); open(name).catch(() => say(UNREACHED)); });
    return button;
  };
  const options = [...mine.map((one) => option("Mine", one)), ...theirs.map((one) => option("Shipped", one))];
  const cancel = make("button", { type: "button", className: "head-button", textContent: "Cancel" });
  const said = mine.length ? "Remembered in this browser until you add or delete a briefing. Shift+P asks again." : "";
  const dialog = make("dialog", { id: "told-choice" }, make("h2", { id: "told-choice-title", textContent: "Which briefing do you want to present?" }),
    ...options, make("p", { id: "told-choice-said", textContent: said }), cancel);
  dialog.setAttribute("role", "dialog"); // `inDialog` looks for it
  dialog.setAttribute("aria-labelledby", "told-choice-title");
  dialog.setAttribute("aria-describedby", "told-choice-said");
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); }); // beside it
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => {
    const at = options.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? options.length - 1 : at - 1, Home: 0, End: options.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    options[(to + options.length) % options.length].focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  const first = options.findIndex((button) => button.hasAttribute("aria-current"));
  options[touched || first < 0 ? 0 : first].focus();
}

Object.assign(g.actions, { "present-open": present });
g.keys.p = present;
editor.does.which = choose;
g.presentChoice = { chose, presentShipped };
