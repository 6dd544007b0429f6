/* The presenter's window hears of every step and drives the presentation, over a BroadcastChannel. */
import { inline } from "../state/inline.js";

/** @typedef {{ id: string, number: number, black: boolean, live: string | null }} Step */
const channel = inline ? null : new BroadcastChannel("briefing"); // a file from disk has no second window

/** @param {"at" | "bye"} kind @param {Step} step */
export const tellPresenter = (kind, step) => channel?.postMessage({ from: "present", kind, ...step });

/** @param {(message: { kind: string, id: string, number: number, on: boolean, value: string }) => void} hear */
export function hearPresenter(hear) {
  channel?.addEventListener("message", ({ data }) => { if (data.from === "presenter") hear(data); });
}
