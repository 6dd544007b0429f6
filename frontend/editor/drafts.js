/* Briefings that a person makes, kept in this browser: each under a key of its own, written at every change.
   Two tabs may have the same one open. What one of them would overwrite is never lost: it goes on as a copy.
   A briefing is kept in the words of the YAML (docs/briefings.md); only the server judges it (dashboard/editor.py). */
import { t } from "../state/words.js";

/** @typedef {import("../types").Draft} Draft */
/** @typedef {import("../types").DraftNews} DraftNews */
/** @typedef {{ stamp: string, saved: number, briefing: Draft }} Kept */
const KEY = "briefing/1/", CURRENT = "briefing-current/1", SAVE_MS = 250, STEPS = 100, TYPING_MS = 1200;
/** @type {Set<(what: DraftNews) => void>} */
const listeners = new Set();
/** @param {DraftNews} what */
const tell = (what) => listeners.forEach((listener) => listener(what));
/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** What is kept under a key, or null; storage may hold what others wrote, or refuse to be read. @param {string} uid @returns {Kept | null} */
function kept(uid) {
  try {
    const found = JSON.parse(localStorage.getItem(KEY + uid) ?? "null");
    const whole = isObject(found) && isObject(found.briefing) && Array.isArray(found.briefing.scenes) && found.briefing.scenes.every(isObject);
    return whole ? found : null;
  } catch { return null; }
}

/** The briefings kept here, the one that was changed last first: uid, title, scenes, saved (ms). */
function list() {
  const found = [];
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i), uid = key?.startsWith(KEY) ? key.slice(KEY.length) : null, one = uid && kept(uid);
      if (uid && one) found.push({ uid, title: String(one.briefing.title ?? ""), scenes: one.briefing.scenes.length, saved: Number(one.saved) || 0 });
    }
  } catch { /* no storage: nothing is kept */ }
  return found.sort((a, b) => b.saved - a.saved);
}

/** @type {string | null} */
let uid = null;
/** @type {Draft | null} */
let briefing = null;
/** @type {string | null} */
let stamp = null;
let dirty = false, failed = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let saving;
/** @type {{ was: string, said: string }[]} */
let undone = [];
let lastGroup = "", lastTime = 0;

/** Write at once what is not written yet. */
function save() {
  clearTimeout(saving);
  if (!dirty || !uid || !briefing) return;
  const there = kept(uid);
  if (there && there.stamp !== stamp) { // another tab wrote since: its version stays, ours goes on beside it
    uid = fresh();
    briefing.title = t("{title} (copy)", { title: briefing.title ?? "" });
    tell("parted");
  }
  const next = fresh();
  try {
    localStorage.setItem(KEY + uid, JSON.stringify({ stamp: next, saved: Date.now(), briefing }));
    localStorage.setItem(CURRENT, uid);
    stamp = next;
    dirty = failed = false;
  } catch { failed = true; }
  tell("saved");
}
const soon = () => { dirty = true; clearTimeout(saving); saving = setTimeout(save, SAVE_MS); };

/** @param {string | null} next @param {Draft | null} data @param {string | null} nextStamp @param {{ write?: boolean }} [options] */
function hold(next, data, nextStamp, { write = false } = {}) {
  save();
  [uid, briefing, stamp, undone, lastGroup] = [next, data, nextStamp, [], ""];
  if (write) { dirty = true; save(); }
  try { if (uid) localStorage.setItem(CURRENT, uid); else localStorage.removeItem(CURRENT); } catch { /* as above */ }
  tell("opened");
}
/** Go on with a briefing that is kept here; false if there is none under that uid. @param {string} which */
function open(which) {
  const found = kept(which);
  if (found) hold(which, found.briefing, found.stamp);
  return Boolean(found);
}
/** Begin a briefing; it is kept at once. @param {Draft} data */
const begin = (data) => hold(fresh(), data, null, { write: true });
/** Forget the briefing being edited, and return how to bring it back. */
function drop() {
  save();
  const [gone, data] = [uid, briefing];
  try { localStorage.removeItem(KEY + gone); } catch { /* it was never kept */ }
  [uid, briefing, stamp, dirty] = [null, null, null, false];
  const next = list()[0];
  if (!next || !open(next.uid)) hold(null, null, null);
  return () => hold(gone, data, null, { write: true });
}

/** Change the briefing: `act` gets it. Changes of one `group` in quick succession are one step of undo.
 * @param {(briefing: Draft) => unknown} act @param {{ group?: string, whole?: boolean, said?: string }} [options] `whole`: other scenes than before */
function change(act, { group = "", whole = false, said = "" } = {}) {
  if (!briefing) return;
  const now = Date.now();
  if (!group || group !== lastGroup || now - lastTime > TYPING_MS) {
    undone.push({ was: JSON.stringify(briefing), said });
    if (undone.length > STEPS) undone.shift();
  }
  [lastGroup, lastTime] = [group, now];
  act(briefing);
  soon();
  tell(whole ? "redrawn" : "changed");
}
/** Take the last change back; its words, or null if there was none. */
function undo() {
  const step = undone.pop();
  if (!step) return null;
  briefing = JSON.parse(step.was);
  lastGroup = "";
  soon();
  tell("redrawn");
  return step.said || t("The last change");
}

// Another tab has written: nothing is taken over by itself, the person is asked.
addEventListener("storage", ({ key, newValue }) => {
  if (key?.startsWith(KEY) || key === null) tell("others");
  if (!uid || key !== KEY + uid) return;
  tell(newValue === null ? "deleted" : kept(uid)?.stamp === stamp ? "same" : "newer");
});
addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });

/** The one that was open last, else none. */
function reopen() {
  try { open(localStorage.getItem(CURRENT) ?? ""); } catch { /* no storage */ }
}

const OWN = "own/";
/** A briefing kept here, as YAML (which takes in JSON), by what menus call it; "" for any other. @param {string | null | undefined} name */
function asYaml(name) {
  if (!name?.startsWith(OWN)) return "";
  const which = name.slice(OWN.length), found = kept(which)?.briefing ?? (which === uid ? briefing : null); // of a browser that keeps nothing
  return found ? JSON.stringify(found) : "";
}

export const drafts = {
  asYaml, nameOf: (/** @type {string | null} */ one) => OWN + one, list, kept, open, begin, drop, change, undo, save, reopen,
  listen: (/** @type {(what: DraftNews) => void} */ listener) => listeners.add(listener),
  get uid() { return uid; }, get briefing() { return briefing; }, get failed() { return failed; }, get dirty() { return dirty; },
};
