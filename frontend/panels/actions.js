/* What buttons and keys do: parts of the page add theirs, the shell (shell.js) hears clicks and keys. */

/** By the id of a button, or its `data-action`. @type {Record<string, (event?: Event) => unknown>} */
export const actions = {};
/** By the key, in lower case. @type {Record<string, (event?: KeyboardEvent) => unknown>} */
export const keys = {};
