/* Which briefing was presented last, and which ones there are: the person's own, and those that are shipped. */
import { busyMap } from "../dom.js";
import { presentation } from "../briefing/presentation.js";
import { notify } from "../panels/notes.js";
import { base } from "../state/boot.js";
import { recall, remember } from "../state/storage.js";
import { drafts } from "./drafts.js";
import { inLanguage, t } from "../state/words.js";

/** @typedef {import("../types").Outline} Outline */
const KEY = "present-choice/1"; // {pick: name of a briefing, own: how many own ones there were}
export const UNREACHED = t("The briefing could not be fetched: the server does not answer.");
/** @param {string} message */
export const warn = (message) => notify(message, { color: "orange" });

/** The person's briefings that have scenes, the one changed last first. @returns {Outline[]} */
export function ownBriefings() {
  drafts.save();
  const found = drafts.list(), { uid, briefing } = drafts;
  // A browser that keeps nothing has it all the same, until the page is left.
  if (uid && briefing && !found.some((one) => one.uid === uid)) found.unshift({ uid, title: String(briefing.title ?? ""), scenes: briefing.scenes.length, saved: 0 });
  return found.filter(({ scenes }) => scenes).map((one) => ({ name: drafts.nameOf(one.uid), title: one.title || t("Untitled"), scenes: one.scenes }));
}
/** @returns {Promise<Outline[]>} */
export async function shippedBriefings() {
  const done = busyMap(); // a server just started computes first
  const answer = await fetch(inLanguage(`${base}/briefings.json`)).finally(done);
  const { briefings, faults } = await answer.json();
  if (!briefings.length) warn(faults[0] ?? t("There is no briefing to present."));
  return briefings.map((/** @type {{ id: string, title: string, scenes: unknown[] }} */ { id, title, scenes }) => ({ name: id, title, scenes: scenes.length }));
}
export async function presentShipped() {
  try {
    const [first] = await shippedBriefings();
    if (first) await presentation.begin(first.name);
  } catch { warn(UNREACHED); }
}

/** What the person works on in this visit is what they expect to see; an answer given before may be about another one. @type {string | null} */
let touched = null;
drafts.listen((what) => { if (["changed", "redrawn", "opened"].includes(what) && drafts.uid) touched = drafts.nameOf(drafts.uid); });
export const wasTouched = () => touched !== null;
export function forgetTouched() { touched = null; }

/** @param {string} name */
export function rememberChoice(name) {
  touched = null;
  remember(KEY, JSON.stringify({ pick: name, own: ownBriefings().length }));
}
/** The answer given before, while it still holds. @param {Outline[]} mine @returns {string | null} */
export function rememberedChoice(mine) {
  try {
    const { pick, own: count } = JSON.parse(recall(KEY) ?? "{}");
    const there = typeof pick === "string" && (!pick.startsWith("own/") || mine.some(({ name }) => name === pick));
    return there && count === mine.length ? pick : null;
  } catch { return null; }
}
/** The only sensible choice, or null: then the person is asked. @param {Outline[]} mine */
export function clearChoice(mine) {
  const pick = rememberedChoice(mine), mineNow = mine.find(({ name }) => name === touched)?.name ?? null;
  if (pick) return !mineNow || mineNow === pick ? pick : null;
  return mine.length === 1 ? mineNow : null;
}
