/* Swatches of folded rows and of the other theme. Each is a small drawing of its own, which a browser takes 2 ms to read: the page asks
   for those in sight alone, and here for the others when it has nothing else to do, so that none is missing when it is shown. */
const AT_ONCE = 4;
/** Not every browser says when it has nothing to do. @param {() => void} act */
const whenIdle = (act) => { if ("requestIdleCallback" in window) requestIdleCallback(act); else setTimeout(act, 100); };

function readSome() {
  const waiting = /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll('.swatch img[loading="lazy"]'));
  for (const one of [...waiting].slice(0, AT_ONCE)) one.loading = "eager";
  if (waiting.length > AT_ONCE) whenIdle(readSome);
}
document.addEventListener("map-live", () => whenIdle(readSome), { once: true });
