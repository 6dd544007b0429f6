/* Adding the view on the map as a scene; beginning a briefing, by default as a copy of the shipped one. */
import { base, boot } from "../state/boot.js";
import { LETTERS, MAX_NAME } from "../state/address.js";
import { described, letterOf } from "../state/called.js";
import { compared, state, visible } from "../state/scenario.js";
import { narrow } from "../state/screen.js";
import { drafts } from "./drafts.js";
import { field } from "./scene_form.js";
import { all, choose, chosenIndex, freshId, undo } from "./scene_list.js";
import { capture } from "./scene_map.js";
import { isOpen } from "./scene_marks.js";
import { say, toast } from "./toast.js";
import { textOf } from "./values.js";
import { inLanguage, t } from "../state/words.js";

const today = () => { const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-"); };
/** @param {string} marking @returns {import("../types").Draft} */
export const emptyDraft = (marking) => ({ schema_version: 1, id: "my-briefing", title: t("My briefing"), date: today(), marking, scenes: [] });

/** @returns {Promise<import("../types").Draft>} */
export async function copyOfShipped() {
  const { briefings } = await (await fetch(inLanguage(`${base}/briefings.json`))).json();
  const { briefing } = await (await fetch(inLanguage(`${base}/briefing/read?id=${encodeURIComponent(briefings[0].id)}`))).json();
  return { ...briefing, id: `${briefing.id}-copy`, date: today() };
}

/** The scenario beside the one being edited, as a scene that compares holds it. */
function mapOfOther() {
  const { layers, line, params } = /** @type {import("../types").Choice} */ (state.other);
  return { layers: visible({ ...state, layers }), line, ...params };
}
/** What both are called in the table: the map's own first. */
function namesOfBoth() {
  const all = compared(), own = LETTERS.indexOf(state.side);
  return [own, own ? 0 : 1].map((index) => (all[index].name || `${letterOf(index)} · ${described(all[index])}`).slice(0, MAX_NAME).trim());
}

let adding = false, added = -1; // which scene was added last and not presented since
export function forgetAdded() { added = -1; }
/** @param {string} marking of a new briefing @param {() => void} open the panel */
export async function addScene(marking, open) {
  if (adding) return;
  adding = true;
  const scenario = capture(), against = state.other && mapOfOther(); // before anything can move
  let from = "here";
  try {
    if (!drafts.briefing) {
      const shipped = await copyOfShipped().catch(() => null);
      drafts.begin(shipped ?? emptyDraft(marking));
      from = shipped ? "shipped" : "new";
    }
  } finally { adding = false; }
  const guarantees = boot.layers.filter(({ group, id }) => group === "guarantee" && scenario.layers.includes(id)).map(({ title }) => title);
  const title = state.title !== boot.defaults.title ? state.title : guarantees.join(", ").slice(0, 120) || t("The line on {date}", { date: boot.dates[scenario.line] });
  const to = chosenIndex() >= 0 ? chosenIndex() + 1 : all().length;
  const beside = against ? { kind: "compare", against, names: namesOfBoth() } : {};
  drafts.change(({ scenes }) => scenes.splice(to, 0, { id: freshId(title), title, scenario, ...beside }), { whole: true, said: t("The added scene") });
  choose(to);
  added = to;
  if (isOpen() && !narrow.matches) { field("title").focus(); field("title").select(); }
  const said = { number: to + 1, title: textOf(drafts.briefing?.title) };
  const done = from === "shipped" ? t("Added as scene {number} of “{title}”, a copy of the shipped briefing.", said)
    : from === "new" ? t("Added as scene {number} of “{title}”, a new briefing.", said) : t("Added as scene {number} of “{title}”.", said);
  const text = state.other ? `${done} ${t("Its map is of scenario {side}; a table has the key figures of both that differ.", { side: state.side.toUpperCase() })}` : done;
  if (isOpen()) { toast(text, t("Undo"), undo); say(text); } else toast(text, t("Open"), () => { open(); choose(to); });
}

/** Where a presentation begins (from 1): at the scene just added, else at the one whose form is open, else at the first. */
export function startsAt() {
  const at = isOpen() ? chosenIndex() : added;
  added = -1;
  return Math.max(Math.min(at, all().length - 1), 0) + 1;
}
