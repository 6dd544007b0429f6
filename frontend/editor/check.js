/* What the server says of the briefing being edited: its faults, and the briefing with every figure filled in. */
import { base } from "../state/boot.js";
import { drafts } from "./drafts.js";
import { inLanguage } from "../state/words.js";

/** @typedef {import("../types").Fault} Fault */
/** @typedef {import("../types").Briefing} Briefing */
const CHECK_MS = 600, AGAIN_MS = 10000;
/** @type {Fault[]} */
let faults = [];
/** @type {Briefing | null} */
let serialized = null;
let checked = "", answers = true;
/** @type {AbortController | null} */
let asking = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** @type {Set<() => void>} */
const listeners = new Set();
/** Be called when the server has been heard, or could not be. @param {() => void} listener */
export const onChecked = (listener) => listeners.add(listener);
const heard = () => listeners.forEach((listener) => listener());

export const checks = {
  get faults() { return faults; },
  /** Whether the server answered when last asked. */
  get answers() { return answers; },
  /** Whether anybody looks, so that a server that is away is asked again. */
  watched: () => false,
};
/** The briefing as the server serializes it, if that is the briefing as it is now. */
export const serializedNow = () => (serialized && checked === JSON.stringify(drafts.briefing) ? serialized : null);

export function forgetChecks() { [faults, serialized, checked] = [[], null, ""]; }
/** The scenes' numbers are others now. */
export function forgetSceneFaults() { faults = faults.filter(({ scene }) => scene === null); }
export function checkSoon(ms = CHECK_MS) {
  clearTimeout(waiting);
  waiting = setTimeout(check, ms);
}

/** Have the server judge the briefing; true where it has judged what is here now. */
export async function check() {
  clearTimeout(waiting);
  asking?.abort();
  if (!drafts.briefing?.scenes.length) { forgetChecks(); heard(); return; }
  const { signal } = (asking = new AbortController()), body = JSON.stringify(drafts.briefing);
  try {
    const answer = await fetch(inLanguage(`${base}/briefing/told`), { method: "POST", body, signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    if (signal.aborted) return false;
    [faults, serialized, checked] = [found.faults ?? [], found.told ?? null, body];
    answers = true;
  } catch {
    if (signal.aborted) return false;
    answers = false;
    if (checks.watched()) checkSoon(AGAIN_MS);
  }
  heard();
  return answers;
}
addEventListener("online", () => { if (checks.watched()) check(); });
