/* Dragging a scene by its handle, with mouse, pen or finger; Esc leaves it where it was. */
import { move } from "./scene_list.js";

const root = document.documentElement, panel = document.getElementById("briefing-panel"), scenes = document.getElementById("briefing-scenes");

scenes.addEventListener("pointerdown", (event) => {
  if (!event.target.matches(".brief-grip") || event.button) return;
  event.preventDefault();
  const row = event.target.closest(".brief-scene"), from = [...scenes.children].indexOf(row), top = row.getBoundingClientRect().top;
  root.dataset.sorting = "yes"; // the open form folds, so what is dragged stays under the pointer
  panel.scrollTop += row.getBoundingClientRect().top - top;
  const start = event.clientY + panel.scrollTop;
  let y = event.clientY, to = from, frame = 0;
  const tick = () => {
    const edge = panel.getBoundingClientRect();
    panel.scrollTop += y < edge.top + 36 ? -7 : y > edge.bottom - 36 ? 7 : 0;
    row.style.translate = `0 ${y + panel.scrollTop - start}px`;
    const others = [...scenes.children].filter((one) => one !== row);
    to = others.filter((one) => { const area = one.getBoundingClientRect(); return area.top + area.height / 2 < y; }).length;
    scenes.querySelector("[data-drop]")?.removeAttribute("data-drop");
    if (to !== from) (others[to] ?? others.at(-1)).dataset.drop = others[to] ? "before" : "after";
    frame = requestAnimationFrame(tick);
  };
  const end = (commit) => {
    cancelAnimationFrame(frame);
    watch.abort();
    row.style.translate = "";
    delete root.dataset.sorting;
    scenes.querySelector("[data-drop]")?.removeAttribute("data-drop");
    if (commit) move(from, to);
  };
  const watch = new AbortController(), { signal } = watch;
  addEventListener("pointermove", (moved) => { y = moved.clientY; }, { signal });
  addEventListener("pointerup", (up) => { y = up.clientY; cancelAnimationFrame(frame); tick(); end(true); }, { signal });
  addEventListener("pointercancel", () => end(false), { signal });
  addEventListener("keydown", (key) => { if (key.key === "Escape") { key.stopImmediatePropagation(); end(false); } }, { signal, capture: true });
  frame = requestAnimationFrame(tick);
});
