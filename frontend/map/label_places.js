/* Where the labels of the guarantees stand on screen. Pure: places come from the server (layers/core/map_label.py) and are projected
   by who calls; export/figures/guarantee_labels.py does the same on a page. Who changes the one changes the other. */

/** @typedef {import("../types").Pixel} Pixel */
/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */
/** @typedef {{ x: number, y: number, room: number }} Place in px: a point of the shape, and how far the shape reaches round it */
/** @typedef {{ id: string, width: number, height: number, places: Place[], before?: Spot }} Wanted `before`: where it stood */
/** @typedef {{ place: number, side: number, x: number, y: number }} Spot the place it stands at, on which side, and its middle in px */

const GAP_PX = 5, MOST_ROOM_PX = 90, APART_PX = 6, TOWN_PX = [40, 13];
/** What it costs: to cover a symbol or the line, a town, a place of another guarantee, one of its own; to stand beside, out of
 * a shape that has room for it, at a corner; to stand where there is less room; and what it saves to stay. */
const COVER = 60, TOWN = 25, FOREIGN = 9, OWN = 7, BESIDE = 5, OUT_OF_LARGE = 40, CORNER = 2, ROOM = 12, STAYS = 14;
/** Right of a place, left, below, above, then at its corners. */
const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]];
/** On a place, or so much off it, in px. */
const NUDGES = [[0, 0], [0, -11], [0, 11], [-17, 0], [17, 0]];

/** @param {Box} a @param {Box} b @param {number} apart */
const touch = (a, b, apart) => a[0] < b[2] + apart && a[2] > b[0] - apart && a[1] < b[3] + apart && a[3] > b[1] - apart;
/** @param {Pixel} middle @param {{ width: number, height: number }} size @returns {Box} */
const boxAt = ({ x, y }, { width, height }) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
/** Those of points that a box may meet. @template {Pixel} P @param {P[]} points @param {Box} frame @returns {P[]} */
const inside = (points, frame) => points.filter(({ x, y }) => x > frame[0] - 40 && x < frame[2] + 40 && y > frame[1] - 40 && y < frame[3] + 40);

/** Return where each label stands; one for which nothing of its shape is in the frame has no place.
 * @param {Wanted[]} wanted the most important first
 * @param {{ frame: Box, blocked: Box[], clear: (Pixel & { half: number })[], towns: Pixel[] }} on
 *   `blocked`: what lies over the map; `clear`: symbols and the line
 * @returns {Map<string, Spot>} */
export function placeLabels(wanted, { frame, blocked, clear, towns }) {
  /** @type {Map<string, Spot>} */
  const found = new Map();
  const taken = blocked.slice(), near = inside(clear, frame), named = inside(towns, frame);
  for (const label of wanted) {
    const foreign = inside(wanted.filter((other) => other !== label).flatMap((other) => other.places), frame);
    const spot = best(label, frame, { taken, near, named, foreign });
    if (!spot) continue;
    found.set(label.id, spot);
    taken.push(boxAt(spot, label));
  }
  return found;
}

/** @param {Wanted} label @param {Box} frame @param {{ taken: Box[], near: (Pixel & { half: number })[], named: Pixel[], foreign: Place[] }} met */
function best(label, frame, { taken, near, named, foreign }) {
  const { width, height, places, before } = label, half = Math.hypot(width, height) / 2;
  const roomiest = Math.max(...places.map(({ room }) => room)), beside = roomiest > half ? OUT_OF_LARGE : BESIDE;
  /** @type {Spot | null} */
  let found = null;
  let cheapest = Infinity;
  for (const [i, { x, y, room }] of places.entries()) {
    if (x < frame[0] - half || x > frame[2] + half || y < frame[1] - half || y > frame[3] + half) continue;
    const within = room >= height / 2 && isWithin(boxAt({ x, y }, label), places);
    for (const [side, [dx, dy]] of (within ? NUDGES : sides(room, label)).entries()) {
      const spot = { place: i, side, x: x + dx, y: y + dy }, box = boxAt(spot, label), [left, top, end, bottom] = box;
      if (left < frame[0] || top < frame[1] || end > frame[2] || bottom > frame[3]) continue;
      let cost = ROOM * (1 - room / roomiest) + (within ? 0 : beside + (side > 3 ? CORNER : 0)) - (before?.place === i && before.side === side ? STAYS : 0);
      if (cost >= cheapest || taken.some((other) => touch(box, other, APART_PX))) continue;
      for (const one of near) if (one.x > left - one.half && one.x < end + one.half && one.y > top - one.half && one.y < bottom + one.half) cost += COVER;
      if (cost >= cheapest) continue;
      for (const one of named) if (one.x > left - TOWN_PX[0] && one.x < end + TOWN_PX[0] && one.y > top - TOWN_PX[1] && one.y < bottom + TOWN_PX[1]) cost += TOWN;
      cost += FOREIGN * count(foreign, box) + (within ? 0 : OWN * count(places, box));
      if (cost < cheapest) { cheapest = cost; found = spot; }
    }
  }
  return found;
}

/** Where beside a place a label may stand, from the place. @param {number} room @param {{ width: number, height: number }} size */
function sides(room, { width, height }) {
  const away = Math.min(room, MOST_ROOM_PX) + GAP_PX;
  return SIDES.map(([right, down]) => {
    const near = right && down ? 0.72 * away : away;
    return [right * (near + width / 2), down * (near + height / 2)];
  });
}

/** @param {Place[]} places @param {Box} box */
function count(places, [left, top, right, bottom]) {
  let found = 0;
  for (const { x, y } of places) if (x > left && x < right && y > top && y < bottom) found++;
  return found;
}

/** Whether a box lies on the shape that places are of, as far as they tell. @param {Box} box @param {Place[]} places */
function isWithin([left, top, right, bottom], places) {
  const middle = (left + right) / 2;
  return [left, middle, right].every((x) => [top, bottom].every((y) => places.some((place) => (place.x - x) ** 2 + (place.y - y) ** 2 <= place.room ** 2)));
}
