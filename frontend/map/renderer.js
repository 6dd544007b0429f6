/* What draws the map: a graphics processor, or a program on the processor. Pure. */

/** Names of the known ones as WebGL tells them: Chromium's, Mesa's, Windows' on remote desktops and without a driver, macOS'. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|swrast|basic render|software (rasterizer|renderer|adapter)|\bwarp\b/i;

/** Whether a program stands in for a graphics processor; what says nothing is taken for a real one. @param {unknown} name */
export const isSoftware = (name) => typeof name === "string" && SOFTWARE.test(name);

/** Pixels of a frame that a program draws in about 50 ms: fewer while something changes, all of them at rest. */
const MOVING_PX = 160_000, COARSEST = 1 / 3, WORTHWHILE = 0.8;

/** How many pixels a px of a map of this size gets while it changes: as many as at rest where fewer would gain little.
 * @param {{ width: number, height: number }} size in px @param {number} sharp the ratio at rest */
export function movingRatio({ width, height }, sharp) {
  const ratio = Math.max(COARSEST, Math.sqrt(MOVING_PX / Math.max(1, width * height)));
  return ratio < WORTHWHILE * sharp ? ratio : sharp;
}
