/* What a file that was opened from disk carries in itself; a page that a server sends has none of it. */

/** @type {import("../types").Inline | null} */
export let inline = null;

/** Say what this file carries, before anything asks for it. @param {import("../types").Inline} carried */
export function carryInline(carried) {
  inline = carried;
}
