/* Elements of the page. */

export const root = document.documentElement;

/** The element of an id that Dash may not have drawn yet. @param {string} id */
export const found = (id) => document.getElementById(id);

/** The element of an id that the page was sent with. @param {string} id */
export function element(id) {
  const it = document.getElementById(id);
  if (!it) throw new Error(`The page has no element #${id}.`);
  return it;
}
/** @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T} */
export function elementOf(id, kind) {
  const it = element(id);
  if (!(it instanceof kind)) throw new Error(`#${id} is no ${kind.name}.`);
  return it;
}
/** The one element inside another that fits a selector. @template {HTMLElement} T @param {ParentNode} within @param {string} selector @param {new () => T} kind @returns {T} */
export function part(within, selector, kind) {
  const it = within.querySelector(selector);
  if (!(it instanceof kind)) throw new Error(`There is no ${kind.name} ${selector}.`);
  return it;
}
/** The nearest element round the target of an event that fits a selector. @param {EventTarget | null} target @param {string} selector @returns {HTMLElement | null} */
export const closest = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

/** @typedef {Node | string} Child */
/** A new element with properties; what is null among its children is left out.
 * @template {keyof HTMLElementTagNameMap} K @param {K} tag @param {Record<string, unknown>} [props] @param {(Child | null | undefined | false)[]} children @returns {HTMLElementTagNameMap[K]} */
export function make(tag, props = {}, ...children) {
  const made = Object.assign(document.createElement(tag), props);
  for (const child of children) if (child) made.append(child);
  return made;
}

/** @param {string} name @param {unknown} [detail] */
export const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

const map = document.getElementById("map");
/** Say that work is going on where it takes longer than a moment; returns how to say that it is over. */
export function busyMap() {
  const waiting = setTimeout(() => { if (map) map.dataset.busy = "yes"; }, 300);
  return () => {
    clearTimeout(waiting);
    delete map?.dataset.busy;
  };
}
/** @param {unknown} problem */
export const messageOf = (problem) => (problem instanceof Error ? problem.message : String(problem));
