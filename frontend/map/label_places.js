/* Where the labels of the guarantees stand on screen. Pure: places come from the server (layers/core/map_label.py) and are projected
   by who calls; export/figures/guarantee_labels.py does the same on a page, by the same `Placing`. Who changes how the one chooses
   changes the other. */

/** @typedef {import("../types").Pixel} Pixel */
/** @typedef {import("../types").Placing} Placing */
/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */
/** @typedef {{ x: number, y: number, room: number }} Place in px: a point of the shape, and how far the shape reaches round it */
/** @typedef {{ id: string, width: number, height: number, places: Place[], before?: Spot }} Wanted `before`: where it stood */
/** @typedef {{ place: number, side: number, x: number, y: number }} Spot the place it stands at, on which side, and its middle in px */

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
 * @param {Placing} by @returns {Map<string, Spot>} */
export function placeLabels(wanted, { frame, blocked, clear, towns }, by) {
  /** @type {Map<string, Spot>} */
  const found = new Map();
  const taken = blocked.slice(), near = inside(clear, frame), named = inside(towns, frame);
  for (const label of wanted) {
    const foreign = inside(wanted.filter((other) => other !== label).flatMap((other) => other.places), frame);
    const spot = best(label, frame, { taken, near, named, foreign }, by);
    if (!spot) continue;
    found.set(label.id, spot);
    taken.push(boxAt(spot, label));
  }
  return found;
}

/** @param {Wanted} label @param {Box} frame @param {{ taken: Box[], near: (Pixel & { half: number })[], named: Pixel[], foreign: Place[] }} met @param {Placing} by */
function best(label, frame, { taken, near, named, foreign }, by) {
  const { width, height, places, before } = label, half = Math.hypot(width, height) / 2;
  const roomiest = Math.max(...places.map(({ room }) => room)), beside = roomiest > half ? by.out_of_large : by.beside, [townX, townY] = by.town_px;
  /** @type {Spot | null} */
  let found = null;
  let cheapest = Infinity;
  for (const [i, { x, y, room }] of places.entries()) {
    if (x < frame[0] - half || x > frame[2] + half || y < frame[1] - half || y > frame[3] + half) continue;
    const least = by.room * (1 - room / roomiest);
    if (least - (before?.place === i ? by.stays : 0) >= cheapest) continue; // on no side it can cost less
    const within = room >= height / 2 && isWithin(boxAt({ x, y }, label), places);
    for (const [side, [dx, dy]] of (within ? by.nudges : sides(room, label, by)).entries()) {
      const spot = { place: i, side, x: x + dx, y: y + dy }, box = boxAt(spot, label), [left, top, end, bottom] = box;
      if (left < frame[0] || top < frame[1] || end > frame[2] || bottom > frame[3]) continue;
      let cost = least + (within ? 0 : beside + (by.sides[side].every(Boolean) ? by.corner : 0)) - (before?.place === i && before.side === side ? by.stays : 0);
      if (cost >= cheapest || taken.some((other) => touch(box, other, by.apart_px))) continue;
      for (const one of near) if (one.x > left - one.half && one.x < end + one.half && one.y > top - one.half && one.y < bottom + one.half) cost += by.cover;
      if (cost >= cheapest) continue;
      for (const one of named) if (one.x > left - townX && one.x < end + townX && one.y > top - townY && one.y < bottom + townY) cost += by.town;
      cost += by.foreign * count(foreign, box) + (within ? 0 : by.own * count(places, box));
      if (cost < cheapest) { cheapest = cost; found = spot; }
    }
  }
  return found;
}

/** Where beside a place a label may stand, from the place. @param {number} room @param {{ width: number, height: number }} size
 * @param {Placing} by */
function sides(room, { width, height }, by) {
  const away = Math.min(room, by.most_room_px) + by.gap_px;
  return by.sides.map(([right, down]) => {
    const near = right && down ? by.corner_share * away : away;
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
