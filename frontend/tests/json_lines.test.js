import assert from "node:assert/strict";
import { test } from "node:test";
import { lines } from "../panels/json_lines.js";

/** @param {Uint8Array[]} pieces */
const answerOf = (...pieces) => new Response(new ReadableStream({ start(out) { pieces.forEach((one) => out.enqueue(one)); out.close(); } }));

test("lines are read whole wherever the pieces of an answer end", async () => {
  const bytes = new TextEncoder().encode('{"done":1}\n{"html":"Київ"}\n');
  for (let cut = 0; cut <= bytes.length; cut++) {
    const found = [];
    for await (const one of lines(answerOf(bytes.slice(0, cut), bytes.slice(cut)))) found.push(one);
    assert.deepEqual(found, [{ done: 1 }, { html: "Київ" }]);
  }
});

test("what has no end of line is not taken", async () => {
  const found = [];
  for await (const one of lines(answerOf(new TextEncoder().encode('{"done":1}\n{"ht')))) found.push(one);
  assert.deepEqual(found, [{ done: 1 }]);
});
