/* The line through time: ticks on a scale of dates, arrow keys, play and pause, and the previous date as a ghost. */
(() => {
  "use strict";
  const g = window.guarantees;
  const { layer: LAYER, parameter: GHOST } = g.boot.reference_line ?? {}, NONE = "none", PACE_MS = 1400;
  const dates = Object.keys(g.boot.dates).sort();
  const $ = (id) => document.getElementById(id);
  let playing = 0;
  const hasGhost = () => g.paramText(GHOST) !== NONE;

  function setLine(line) {
    if (!line || line === g.state.line) return;
    const before = g.state.line;
    if (hasGhost()) g.change({ line, params: { ...g.state.params, [GHOST]: before } });
    else g.change({ line });
    g.setProps("line-date", { value: line });
  }
  const beside = (step) => dates[dates.indexOf(g.state.line) + step];

  function toggleGhost() {
    const at = dates.indexOf(g.state.line);
    const ghost = hasGhost() ? NONE : dates[at - 1] ?? dates[at + 1];
    g.setParams({ [GHOST]: ghost });
    if (!g.state.layers.has(LAYER) && ghost !== NONE) g.setVisible(LAYER, true);
  }

  function play() {
    if (playing) return pause();
    if (!beside(1)) setLine(dates[0]);
    playing = setInterval(() => (beside(1) ? setLine(beside(1)) : pause()), PACE_MS);
    show();
  }
  function pause() {
    clearInterval(playing);
    playing = 0;
    show();
  }

  function show() {
    if (!$("timeline")) return;
    for (const tick of document.querySelectorAll("#timeline .tick")) {
      if (tick.dataset.line === g.state.line) tick.setAttribute("aria-current", "date"); else tick.removeAttribute("aria-current");
      tick.toggleAttribute("data-ghost", tick.dataset.line === g.paramText(GHOST));
    }
    $("timeline-date").textContent = g.boot.dates[g.state.line];
    $("timeline-ghost").setAttribute("aria-pressed", String(hasGhost()));
    const button = $("timeline-play");
    button.textContent = playing ? "❚❚" : "▶";
    button.setAttribute("aria-label", playing ? "Pause" : "Play the dates of the line");
  }

  document.addEventListener("click", (event) => {
    const tick = event.target.closest(".tick");
    if (tick) { pause(); setLine(tick.dataset.line); }
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.closest?.("#timeline")) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const to = step ? beside(step) : { Home: dates[0], End: dates.at(-1) }[event.key];
    if (!to) return;
    event.preventDefault();
    pause();
    setLine(to);
    document.querySelector(`#timeline .tick[data-line="${to}"]`)?.focus();
  });

  Object.assign(g.actions, { "timeline-play": play, "timeline-ghost": toggleGhost });
  Object.assign(g.keys, { ",": () => { pause(); setLine(beside(-1)); }, ".": () => { pause(); setLine(beside(1)); }, g: toggleGhost });
  g.listen((keys) => { if (keys.some((key) => ["line", "params", "side", "other"].includes(key))) show(); });
  new MutationObserver((_, watch) => { if ($("timeline")) { show(); watch.disconnect(); } }).observe(document.body, { childList: true, subtree: true });
  g.setLine = setLine;
})();
