/* The scenario in the browser: which layers, line, view, theme and parameters, and the address that says so.
   The server reads addresses and judges them (layers/scenario.py); here they are only written. */
(() => {
  "use strict";
  const boot = JSON.parse(document.getElementById("boot").textContent);
  const listeners = new Set();
  const state = {
    layers: new Set(boot.scenario.layers),
    line: boot.scenario.line,
    view: boot.scenario.view,
    theme: boot.scenario.theme,
    title: boot.scenario.title,
    params: { ...boot.scenario.params }, // "<layer_id>.<parameter>" -> text, only what differs from the default
  };

  const order = boot.layers.map((layer) => layer.id);
  const byId = Object.fromEntries(boot.layers.map((layer) => [layer.id, layer]));
  const visible = () => order.filter((id) => state.layers.has(id));
  const encode = (text) => encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%20", "+");
  const join = (pairs) => pairs.map(([key, text]) => `${encode(key)}=${encode(text)}`).join("&");
  const paramPairs = (ids) =>
    boot.layers.flatMap((layer) =>
      ids.includes(layer.id)
        ? layer.params.map(({ name }) => `${layer.id}.${name}`)
            .filter((key) => key in state.params).map((key) => [key, state.params[key]])
        : []);

  /** The whole scenario as a query: only what differs from the proposal as published. */
  function query() {
    const pairs = [];
    if (visible().join() !== boot.defaults.layers.join()) pairs.push(["layers", visible().join()]);
    if (state.line !== boot.defaults.line) pairs.push(["line", state.line]);
    if (state.view) pairs.push(["view", viewText(state.view)]);
    if (state.theme) pairs.push(["theme", state.theme]);
    if (state.title !== boot.defaults.title) pairs.push(["title", state.title]);
    return join([...pairs, ...paramPairs(order)]);
  }

  /** What layers are built from: the line and all parameters. Does not change with toggles and moves. */
  function assumptions() {
    return join([["line", state.line], ...paramPairs(order)]);
  }

  /** The address of a layer's data: only what that layer depends on, so that caches hit. */
  function dataUrl(id) {
    const layer = byId[id];
    const pairs = layer ? paramPairs([id]) : [];
    if (layer?.follows_line) pairs.unshift(["line", state.line]);
    const text = join(pairs);
    return `${location.origin}/layers/${id}.geojson${text ? "?" + text : ""}`;
  }

  const trim = (value, digits) => String(Number(value.toFixed(digits)));
  const viewText = (view) => [trim(view.lon, 4), trim(view.lat, 4), trim(view.zoom, 2)].join();

  function writeAddress(push) {
    const text = query();
    const url = location.pathname + (text ? "?" + text : "") + location.hash;
    if (url === location.pathname + location.search + location.hash) return;
    history[push ? "pushState" : "replaceState"](null, "", url);
  }

  /** Change part of the scenario; listeners get the keys that changed. A move replaces the address, a choice adds
      one; a drag of a slider, or a flight, adds one when it has come to rest. */
  let settling = 0;
  function change(part) {
    Object.assign(state, part);
    const keys = Object.keys(part);
    const push = keys.some((key) => key !== "view");
    clearTimeout(settling);
    if (keys.includes("params")) settling = setTimeout(() => writeAddress(true), 300);
    else writeAddress(push);
    listeners.forEach((listener) => listener(keys));
  }

  function setVisible(id, on) {
    if (state.layers.has(id) === on) return;
    const layers = new Set(state.layers);
    layers[on ? "add" : "delete"](id);
    change({ layers });
  }

  const specs = Object.fromEntries(boot.layers.flatMap((layer) => layer.params.map((spec) => [`${layer.id}.${spec.name}`, spec])));
  const paramText = (key) => state.params[key] ?? specs[key].default;

  /** Set parameters by key; a text equal to the default leaves the address. */
  function setParams(texts) {
    const params = { ...state.params };
    for (const [key, text] of Object.entries(texts))
      if (text === specs[key].default) delete params[key]; else params[key] = text;
    if (JSON.stringify(params) !== JSON.stringify(state.params)) change({ params });
  }

  /** The theme on screen: the chosen one, else the device's. */
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => state.theme || (dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => state.theme || listeners.forEach((listener) => listener(["theme"])));
  const stampTheme = () => document.documentElement.setAttribute("data-mantine-color-scheme", theme());
  listeners.add(stampTheme);
  stampTheme();

  // Back and forward: the server reads the address again, so that there is one reader.
  addEventListener("popstate", () => location.reload());

  window.guarantees = { boot, state, byId, order, visible, query, assumptions, dataUrl, viewText,
    change, setVisible, setParams, paramText, specs, theme, listen: (listener) => listeners.add(listener) };
})();
