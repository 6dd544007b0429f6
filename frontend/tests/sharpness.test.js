import assert from "node:assert/strict";
import { test } from "node:test";
import { Sharpness } from "../map/sharpness.js";

/** A map that is told to be drawn again, and a page that is told of it. */
function watched(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const said = [], told = { repaints: 0, said, busy: false, gains: true };
  const made = new Sharpness({ repaint: () => { told.repaints++; }, declare: (sharp) => said.push(sharp), isBusy: () => told.busy, gains: () => told.gains });
  const frame = (changed = false, moves = false) => { const coarse = made.begins({ changed, moves }); made.ends(); return coarse; };
  return { made, told, frame, pass: (ms) => t.mock.timers.tick(ms) };
}

test("a map at rest is sharp, and says so", (t) => {
  const { told, frame } = watched(t);
  assert.equal(frame(), false);
  assert.deepEqual(told.said, [true]);
});

test("frames are coarse from a change on, and one sharp frame follows when nothing has changed for a while", (t) => {
  const { made, told, frame, pass } = watched(t);
  made.stir();
  assert.equal(frame(true), true);
  assert.equal(frame(), true);
  assert.deepEqual([told.repaints, made.sharp], [0, false]);
  pass(1000);
  assert.equal(told.repaints, 1);
  assert.equal(made.sharp, false, "asked for, not yet drawn");
  assert.equal(frame(), false);
  assert.deepEqual(told.said, [true, false, true]);
});

test("each change and each frame that differs puts off the sharp frame", (t) => {
  const { made, told, frame, pass } = watched(t);
  made.stir();
  for (let i = 0; i < 10; i++) { pass(150); if (i % 2) made.stir(); else frame(true); }
  assert.equal(told.repaints, 0);
  assert.deepEqual(told.said, [true, false]);
});

test("a map that is still dragged or drawn stays coarse", (t) => {
  const { made, told, pass } = watched(t);
  made.stir();
  told.busy = true;
  pass(5000);
  assert.deepEqual([told.repaints, made.coarse], [0, true]);
  told.busy = false;
  pass(100);
  assert.deepEqual([told.repaints, made.coarse], [1, false]);
});

test("the first frame of a move is coarse already", (t) => {
  const { told, frame } = watched(t);
  assert.equal(frame(true, true), true);
  assert.deepEqual(told.said, [true, false]);
});

test("a map so small that coarse frames gain nothing is always sharp", (t) => {
  const { made, told, frame } = watched(t);
  told.gains = false;
  made.stir();
  assert.equal(frame(true, true), false);
  assert.deepEqual(told.said, [true]);
});

test("a frame that nobody announced, such as hidden data arriving, is as sharp as the one before", (t) => {
  const { told, frame } = watched(t);
  assert.equal(frame(true), false);
  assert.deepEqual(told.said, [true]);
});

test("a change while the sharp frame is awaited makes that frame coarse", (t) => {
  const { made, told, frame, pass } = watched(t);
  made.stir();
  pass(1000);
  made.stir();
  assert.equal(frame(true), true);
  pass(1000);
  assert.equal(frame(), false);
  assert.deepEqual(told.said, [true, false, true]);
});

test("who waits for the sharp picture gets it, at once where it is there", async (t) => {
  const { made, frame, pass } = watched(t);
  await made.whenSharp();
  made.stir();
  let there = false;
  const waiting = made.whenSharp().then(() => { there = true; });
  await Promise.resolve();
  assert.equal(there, false);
  pass(1000);
  frame();
  await waiting;
});
