import assert from "node:assert/strict";
import { test } from "node:test";
import { guideNames, isUnready } from "../map/plotly_names.js";

const index = { transform: { width: 10, height: 10 }, screenRightBoundary: 10, placeCollisionBox() {}, insertCollisionBox() {} };
const guided = () => {
  /** @type {{ pauseablePlacement?: any }} */
  const style = {};
  guideNames(/** @type {any} */ ({ style }), { isOut: () => false, room: () => /** @type {any} */ ({}) });
  /** @type {any[]} */
  const seen = [];
  style.pauseablePlacement = {
    placement: { collisionIndex: index, getBucketParts: (/** @type {unknown[]} */ parts) => seen.push(parts), placeLayerBucketPart() {} },
    continuePlacement: (/** @type {string[]} */ order, /** @type {Record<string, any>} */ layers) => seen.push(order.map((id) => layers[id].type)),
  };
  return { placing: style.pauseablePlacement, seen };
};

test("a layer that is gone or not worked out yet is passed over, and the others are placed", () => {
  const { placing, seen } = guided();
  const layers = { towns: { type: "symbol", layout: {} }, added: { type: "symbol" }, ground: { type: "fill" } };
  placing.continuePlacement(["towns", "added", "gone", "ground"], layers);
  assert.deepEqual(seen, [["symbol", "background", "background", "fill"]]);
});

test("a bucket whose layer is not worked out yet has no parts", () => {
  const { placing, seen } = guided();
  const tile = (/** @type {object} */ layer) => ({ getBucket: () => ({ bucketInstanceId: 1, layers: [layer] }) });
  placing.placement.getBucketParts(["a"], { id: "towns" }, tile({ type: "symbol" }));
  assert.deepEqual(seen, []);
  placing.placement.getBucketParts(["a"], { id: "towns" }, tile({ type: "symbol", layout: {} }));
  assert.deepEqual(seen, [["a"]]);
});

test("only symbols need a layout", () => {
  assert.equal(isUnready(undefined), true);
  assert.equal(isUnready({ id: "a", type: "symbol" }), true);
  assert.equal(isUnready({ id: "a", type: "fill" }), false);
});
