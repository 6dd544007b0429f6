import assert from "node:assert/strict";
import { test } from "node:test";
import { placeLabels as placeBy } from "../map/label_places.js";
import { fixtures } from "./fixtures.js";

const placeLabels = (wanted, on) => placeBy(wanted, on, fixtures.placing);
const FRAME = [0, 0, 800, 600];
const SIZE = { width: 120, height: 40 };
const free = { frame: FRAME, blocked: [], clear: [], towns: [] };
const box = ({ x, y }) => [x - 60, y - 20, x + 60, y + 20];
const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
const grid = (west, north, east, south, room) => {
  const places = [];
  for (let x = west; x <= east; x += 40) for (let y = north; y <= south; y += 40) places.push({ x, y, room });
  return places;
};

test("a label stands within a shape that has room for it", () => {
  const spot = placeLabels([{ id: "a", ...SIZE, places: [{ x: 400, y: 300, room: 120 }] }], free).get("a");
  assert.deepEqual([spot.x, spot.y], [400, 300]);
});

test("beside a small shape it stands clear of it", () => {
  const spot = placeLabels([{ id: "a", ...SIZE, places: [{ x: 400, y: 300, room: 20 }] }], free).get("a");
  assert.ok(!meet(box(spot), [386, 286, 414, 314]));
});

test("it covers no symbol where there is another place", () => {
  const clear = [{ x: 470, y: 300, half: 9 }, { x: 330, y: 300, half: 9 }];
  const spot = placeLabels([{ id: "a", ...SIZE, places: [{ x: 400, y: 300, room: 15 }] }], { ...free, clear }).get("a");
  for (const { x, y, half } of clear) assert.ok(!meet(box(spot), [x - half, y - half, x + half, y + half]));
});

test("labels never cover each other, nor what lies over the map", () => {
  const blocked = [[300, 200, 500, 400]], places = grid(280, 180, 520, 420, 30);
  const spots = placeLabels(["a", "b", "c", "d"].map((id) => ({ id, ...SIZE, places })), { ...free, blocked });
  const boxes = [...spots.values()].map(box);
  assert.equal(boxes.length, 4);
  boxes.forEach((one, i) => [...blocked, ...boxes.slice(i + 1)].forEach((other) => assert.ok(!meet(one, other))));
});

test("a label is whole within the frame, wherever its shape is", () => {
  for (const [x, y] of [[2, 2], [798, 300], [400, 598], [790, 8]]) {
    const spot = placeLabels([{ id: "a", ...SIZE, places: [{ x, y, room: 10 }] }], free).get("a");
    const [left, top, right, bottom] = box(spot);
    assert.ok(left >= 0 && top >= 0 && right <= 800 && bottom <= 600);
  }
});

test("a guarantee of which nothing is in view has no label", () => {
  assert.equal(placeLabels([{ id: "a", ...SIZE, places: [{ x: 4000, y: 300, room: 20 }] }], free).size, 0);
});

test("it stays where it stood while that is about as good", () => {
  const places = [{ x: 200, y: 300, room: 20 }, { x: 600, y: 300, room: 20.2 }];
  const before = { place: 0, side: 1, x: 0, y: 0 };
  const spot = placeLabels([{ id: "a", ...SIZE, places, before }], free).get("a");
  assert.deepEqual([spot.place, spot.side], [0, 1]);
});

test("it keeps off the shapes of the other guarantees", () => {
  const foreign = grid(400, 100, 760, 500, 20), own = [{ x: 380, y: 300, room: 12 }];
  const spots = placeLabels([{ id: "a", ...SIZE, places: own }, { id: "b", ...SIZE, places: foreign }], free);
  assert.ok(spots.get("a").x < 380);
});
