/* Sliders and their fields. A slider keeps its value to itself until it rests; the map must not wait for that, nor for
   Dash, which takes some 80 ms to draw its panels anew (docs/performance.md). So the thumb's own value is watched: the map and
   the figure in the field follow it at once, the component behind the field once it has come to rest. */
(() => {
  "use strict";
  const g = window.guarantees;
  const REST_MS = 250;
  const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);
  const partsOf = (id) => id.split("--").slice(1); // param--<layer>--<name>, field--<layer>--<name>
  const keyOf = (id) => partsOf(id).join(".");

  // A thumb that moves because of an undo or an address must not be taken for a hand on it.
  let held = null;
  const sliderAt = (target) => target.closest?.(".param-slider") ?? null;
  addEventListener("pointerdown", ({ target }) => { held = sliderAt(target); }, true);
  addEventListener("keydown", (event) => {
    const moves = MOVES.has(event.key) && !event.ctrlKey && !event.metaKey;
    held = moves ? sliderAt(event.target) : null;
  }, true);

  let resting = 0;
  function moved(slider, value) {
    const fieldId = `field--${partsOf(slider.id).join("--")}`, field = document.getElementById(fieldId);
    g.setParams({ [keyOf(slider.id)]: String(value) });
    if (field) field.value = field.value.replace(/[\d.,]+/, value.toLocaleString("en")); // its unit stays
    clearTimeout(resting);
    resting = setTimeout(() => g.setProps(fieldId, { value: Number(g.paramText(keyOf(slider.id))) }), REST_MS);
  }
  new MutationObserver((changes) => {
    for (const { target } of changes)
      if (held?.contains(target)) moved(held, Number(target.getAttribute("aria-valuenow")));
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["aria-valuenow"] });

  /** Called by Dash when a field has a new value, typed or given to it. */
  window.dash_clientside.guarantees.field = (value) => {
    const [{ prop_id: id } = {}] = window.dash_clientside.callback_context.triggered;
    if (!id || typeof value !== "number" || g.isEcho()) return; // an empty field waits for a number
    const [layer, name] = partsOf(id.split(".value")[0]), slider = `param--${layer}--${name}`;
    if (held?.id === slider && document.activeElement?.id !== `field--${layer}--${name}`) return; // the thumb is ahead of it
    g.setParams({ [`${layer}.${name}`]: String(value) });
    g.setProps(slider, { value });
  };
})();
