import assert from "node:assert/strict";
import { test } from "node:test";
import { middleOf, NameRoom } from "../map/name_room.js";
import { fixtures } from "./fixtures.js";

const SIZE = { width: 400, height: 300 };

test("a name has no room where the edge would cut it, or under what lies over the map", () => {
  const room = new NameRoom(SIZE, [[100, 100, 200, 150]], fixtures.placing);
  assert.equal(room.isFree([10, 10, 60, 22]), true);
  assert.equal(room.isFree([-5, 10, 45, 22]), false);
  assert.equal(room.isFree([360, 10, 410, 22]), false);
  assert.equal(room.isFree([190, 140, 240, 152]), false);
  assert.equal(room.isFree([500, 10, 550, 22]), true, "wholly beyond the edge, nobody sees it");
});

test("a name is nearer to its own dot than to any other", () => {
  const room = new NameRoom(SIZE, [], fixtures.placing);
  room.addDot([80, 50]);
  assert.equal(room.isRead([30, 44, 72, 56], [22, 50]), false, "8 px from either");
  assert.equal(room.isRead([30, 44, 60, 56], [22, 50]), true);
  assert.equal(room.isRead([85, 44, 120, 56], [76, 52]), true, "a town and its port are one place");
});

test("a dot that comes later is not nearer to a name than that name's own", () => {
  const room = new NameRoom(SIZE, [], fixtures.placing);
  room.addName([30, 44, 70, 56], [22, 50]);
  assert.equal(room.isAlone([75, 50]), false);
  assert.equal(room.isAlone([85, 50]), true);
  assert.deepEqual(middleOf([30, 44, 70, 56]), [50, 50]);
});
