/* Where a name may stand, beside what MapLibre asks for: not under what lies over the map, nor cut by its edge, and nearer to its own
   dot than to any other. Pure; one for each time that names find their room. */

/** @typedef {[left: number, top: number, right: number, bottom: number]} Box in px */
/** @typedef {[x: number, y: number]} Spot */

/** @param {Box} box @returns {Spot} */
export const middleOf = ([left, top, right, bottom]) => [(left + right) / 2, (top + bottom) / 2];
/** @param {Spot} a @param {Spot} b */
const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
/** @param {Box} box @param {Spot} spot */
const awayFrom = ([left, top, right, bottom], [x, y]) => Math.hypot(Math.max(0, left - x, x - right), Math.max(0, top - y, y - bottom));

export class NameRoom {
  /** @type {Spot[]} */
  #dots = [];
  /** @type {{ box: Box, own: Spot, px: number }[]} */
  #names = [];

  /** @param {{ width: number, height: number }} size of the map @param {Box[]} cover what lies over it @param {import("../types").NameRules} rules */
  constructor({ width, height }, cover, { same_place_px: same, nearer_px: nearer }) {
    this.same = same;
    this.nearer = nearer;
    this.width = width;
    this.height = height;
    this.cover = cover;
  }

  /** Whether any of it is on the map. @param {Box} box */
  isSeen([left, top, right, bottom]) { return right >= 0 && left <= this.width && bottom >= 0 && top <= this.height; }

  /** @param {Box} box */
  isFree(box) {
    const [left, top, right, bottom] = box;
    if (!this.isSeen(box)) return true; // nobody sees it
    return left >= 0 && top >= 0 && right <= this.width && bottom <= this.height &&
      !this.cover.some(([west, north, east, south]) => left < east && right > west && top < south && bottom > north);
  }

  /** Whether a name would be read with its `own` dot and no other that is there already. @param {Box} box @param {Spot} own */
  isRead(box, own) {
    const px = awayFrom(box, own) + this.nearer;
    return !this.#dots.some((dot) => awayFrom(box, dot) < px && apart(dot, own) > this.same);
  }

  /** Whether no name that is there already would be read with a new dot. @param {Spot} dot */
  isAlone(dot) {
    return !this.#names.some(({ box, own, px }) => awayFrom(box, dot) < px && apart(dot, own) > this.same);
  }

  /** @param {Spot} dot */
  addDot(dot) { this.#dots.push(dot); }
  /** @param {Box} box @param {Spot} own */
  addName(box, own) { this.#names.push({ box, own, px: awayFrom(box, own) + this.nearer }); }
}
